using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace SsprPortal.Data.PostgreSql.Migrations
{
    /// <inheritdoc />
    public partial class PasswordExpiry : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<bool>(
                name: "NeedsNewPassword",
                table: "Sessions",
                type: "boolean",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "RemindedAt",
                table: "RegistrationStates",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "Reminders",
                table: "RegistrationStates",
                type: "integer",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "PasswordAgeToldAt",
                table: "AspNetUsers",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<bool>(
                name: "PasswordNeverExpires",
                table: "AspNetUsers",
                type: "boolean",
                nullable: false,
                defaultValue: false);

            // The age of passwords that nobody noted counts from now.
            migrationBuilder.Sql("UPDATE \"AspNetUsers\" SET \"PasswordSetAt\" = now() WHERE \"PasswordHash\" IS NOT NULL AND \"PasswordSetAt\" IS NULL;");

            migrationBuilder.CreateIndex(
                name: "IX_AspNetUsers_PasswordSetAt",
                table: "AspNetUsers",
                column: "PasswordSetAt");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_AspNetUsers_PasswordSetAt",
                table: "AspNetUsers");

            migrationBuilder.DropColumn(
                name: "NeedsNewPassword",
                table: "Sessions");

            migrationBuilder.DropColumn(
                name: "RemindedAt",
                table: "RegistrationStates");

            migrationBuilder.DropColumn(
                name: "Reminders",
                table: "RegistrationStates");

            migrationBuilder.DropColumn(
                name: "PasswordAgeToldAt",
                table: "AspNetUsers");

            migrationBuilder.DropColumn(
                name: "PasswordNeverExpires",
                table: "AspNetUsers");
        }
    }
}
