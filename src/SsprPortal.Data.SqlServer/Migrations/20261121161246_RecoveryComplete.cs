using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace SsprPortal.Data.SqlServer.Migrations
{
    /// <inheritdoc />
    public partial class RecoveryComplete : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_RecoveryJourneys_LiveFor",
                table: "RecoveryJourneys");

            migrationBuilder.AlterColumn<Guid>(
                name: "SubjectId",
                table: "RecoveryJourneys",
                type: "uniqueidentifier",
                nullable: false,
                defaultValue: new Guid("00000000-0000-0000-0000-000000000000"),
                oldClrType: typeof(Guid),
                oldType: "uniqueidentifier",
                oldNullable: true);

            migrationBuilder.AddColumn<string>(
                name: "Disclosure",
                table: "RecoveryJourneys",
                type: "nvarchar(64)",
                maxLength: 64,
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<string>(
                name: "Goal",
                table: "RecoveryJourneys",
                type: "nvarchar(64)",
                maxLength: 64,
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<string>(
                name: "Language",
                table: "RecoveryJourneys",
                type: "nvarchar(8)",
                maxLength: 8,
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "SettledAt",
                table: "RecoveryJourneys",
                type: "datetimeoffset",
                nullable: true);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "PasswordSetAt",
                table: "AspNetUsers",
                type: "datetimeoffset",
                nullable: true);

            migrationBuilder.CreateIndex(
                name: "IX_RecoveryJourneys_LiveFor",
                table: "RecoveryJourneys",
                column: "LiveFor");

            migrationBuilder.CreateIndex(
                name: "IX_Challenges_SubjectId",
                table: "Challenges",
                column: "SubjectId");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_RecoveryJourneys_LiveFor",
                table: "RecoveryJourneys");

            migrationBuilder.DropIndex(
                name: "IX_Challenges_SubjectId",
                table: "Challenges");

            migrationBuilder.DropColumn(
                name: "Disclosure",
                table: "RecoveryJourneys");

            migrationBuilder.DropColumn(
                name: "Goal",
                table: "RecoveryJourneys");

            migrationBuilder.DropColumn(
                name: "Language",
                table: "RecoveryJourneys");

            migrationBuilder.DropColumn(
                name: "SettledAt",
                table: "RecoveryJourneys");

            migrationBuilder.DropColumn(
                name: "PasswordSetAt",
                table: "AspNetUsers");

            migrationBuilder.AlterColumn<Guid>(
                name: "SubjectId",
                table: "RecoveryJourneys",
                type: "uniqueidentifier",
                nullable: true,
                oldClrType: typeof(Guid),
                oldType: "uniqueidentifier");

            migrationBuilder.CreateIndex(
                name: "IX_RecoveryJourneys_LiveFor",
                table: "RecoveryJourneys",
                column: "LiveFor",
                unique: true,
                filter: "[LiveFor] IS NOT NULL");
        }
    }
}
