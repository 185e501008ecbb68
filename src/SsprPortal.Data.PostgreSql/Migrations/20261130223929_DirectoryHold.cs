using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace SsprPortal.Data.PostgreSql.Migrations
{
    /// <inheritdoc />
    public partial class DirectoryHold : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "Hold",
                table: "DirectorySyncs",
                type: "character varying(64)",
                maxLength: 64,
                nullable: true);

            // Whoever waits goes on waiting until an administrator says so: why they do was not noted.
            migrationBuilder.Sql("UPDATE \"DirectorySyncs\" SET \"Hold\" = 'SettingsChanged' WHERE \"Gone\" > 0;");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "Hold",
                table: "DirectorySyncs");
        }
    }
}
