using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace SsprPortal.Data.SqlServer.Migrations
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
                type: "nvarchar(64)",
                maxLength: 64,
                nullable: true);

            // Whoever waits goes on waiting until an administrator says so: why they do was not noted. By EXEC, for in
            // a script this is one batch with the new column, which is not there yet when the batch is compiled.
            migrationBuilder.Sql("EXEC(N'UPDATE [DirectorySyncs] SET [Hold] = N''SettingsChanged'' WHERE [Gone] > 0;');");
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
