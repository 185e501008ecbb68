using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace SsprPortal.Data.PostgreSql.Migrations
{
    /// <inheritdoc />
    public partial class TempB : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_Groups_Name",
                table: "Groups");

            migrationBuilder.DropIndex(
                name: "IX_GroupMembers_GroupId",
                table: "GroupMembers");

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "RequiredAt",
                table: "RegistrationStates",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "NormalizedName",
                table: "Groups",
                type: "character varying(128)",
                maxLength: 128,
                nullable: false,
                defaultValue: "",
                collation: "C");

            migrationBuilder.CreateIndex(
                name: "IX_RegisteredMethods_Tickets",
                table: "RegisteredMethods",
                column: "RegisteredAt",
                filter: "\"Kind\" = 'ticket'");

            migrationBuilder.Sql("""UPDATE "Groups" SET "NormalizedName" = UPPER(TRIM("Name"));""");

            migrationBuilder.CreateIndex(
                name: "IX_Groups_NormalizedName",
                table: "Groups",
                column: "NormalizedName",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_GroupMembers_GroupId_UserId",
                table: "GroupMembers",
                columns: new[] { "GroupId", "UserId" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_RegisteredMethods_Tickets",
                table: "RegisteredMethods");

            migrationBuilder.DropIndex(
                name: "IX_Groups_NormalizedName",
                table: "Groups");

            migrationBuilder.DropIndex(
                name: "IX_GroupMembers_GroupId_UserId",
                table: "GroupMembers");

            migrationBuilder.DropColumn(
                name: "RequiredAt",
                table: "RegistrationStates");

            migrationBuilder.DropColumn(
                name: "NormalizedName",
                table: "Groups");

            migrationBuilder.CreateIndex(
                name: "IX_Groups_Name",
                table: "Groups",
                column: "Name",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_GroupMembers_GroupId",
                table: "GroupMembers",
                column: "GroupId");
        }
    }
}
