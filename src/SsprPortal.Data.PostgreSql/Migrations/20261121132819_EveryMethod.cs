using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace SsprPortal.Data.PostgreSql.Migrations
{
    /// <inheritdoc />
    public partial class EveryMethod : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<bool>(
                name: "NeedsProof",
                table: "Sessions",
                type: "boolean",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "ProvedAt",
                table: "Sessions",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AlterColumn<string>(
                name: "ProtectedValue",
                table: "RegisteredMethods",
                type: "text",
                maxLength: -1,
                nullable: false,
                oldClrType: typeof(string),
                oldType: "character varying(2000)",
                oldMaxLength: 2000);

            migrationBuilder.AddColumn<long>(
                name: "Counter",
                table: "RegisteredMethods",
                type: "bigint",
                nullable: false,
                defaultValue: 0L);

            migrationBuilder.AddColumn<int>(
                name: "Gates",
                table: "RegisteredMethods",
                type: "integer",
                nullable: false,
                defaultValue: 1);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "LastUsedAt",
                table: "RegisteredMethods",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<byte[]>(
                name: "LookupHash",
                table: "RegisteredMethods",
                type: "bytea",
                maxLength: 32,
                nullable: true);

            migrationBuilder.AddColumn<bool>(
                name: "IsRehearsal",
                table: "RecoveryJourneys",
                type: "boolean",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<int>(
                name: "Gates",
                table: "PassedGates",
                type: "integer",
                nullable: false,
                defaultValue: 1);

            migrationBuilder.AlterColumn<string>(
                name: "ProtectedTarget",
                table: "Challenges",
                type: "text",
                maxLength: -1,
                nullable: false,
                oldClrType: typeof(string),
                oldType: "character varying(2000)",
                oldMaxLength: 2000);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "ConfirmedAt",
                table: "Challenges",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "RegistrationStates",
                columns: table => new
                {
                    UserId = table.Column<Guid>(type: "uuid", nullable: false),
                    HeldUntil = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    ReviewedAt = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_RegistrationStates", x => x.UserId);
                    table.ForeignKey(
                        name: "FK_RegistrationStates_AspNetUsers_UserId",
                        column: x => x.UserId,
                        principalTable: "AspNetUsers",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "IX_RegisteredMethods_Kind_LookupHash",
                table: "RegisteredMethods",
                columns: new[] { "Kind", "LookupHash" },
                unique: true,
                filter: "\"Kind\" = 'key'");

            migrationBuilder.CreateIndex(
                name: "IX_RegisteredMethods_LookupHash",
                table: "RegisteredMethods",
                column: "LookupHash");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "RegistrationStates");

            migrationBuilder.DropIndex(
                name: "IX_RegisteredMethods_Kind_LookupHash",
                table: "RegisteredMethods");

            migrationBuilder.DropIndex(
                name: "IX_RegisteredMethods_LookupHash",
                table: "RegisteredMethods");

            migrationBuilder.DropColumn(
                name: "NeedsProof",
                table: "Sessions");

            migrationBuilder.DropColumn(
                name: "ProvedAt",
                table: "Sessions");

            migrationBuilder.DropColumn(
                name: "Counter",
                table: "RegisteredMethods");

            migrationBuilder.DropColumn(
                name: "Gates",
                table: "RegisteredMethods");

            migrationBuilder.DropColumn(
                name: "LastUsedAt",
                table: "RegisteredMethods");

            migrationBuilder.DropColumn(
                name: "LookupHash",
                table: "RegisteredMethods");

            migrationBuilder.DropColumn(
                name: "IsRehearsal",
                table: "RecoveryJourneys");

            migrationBuilder.DropColumn(
                name: "Gates",
                table: "PassedGates");

            migrationBuilder.DropColumn(
                name: "ConfirmedAt",
                table: "Challenges");

            migrationBuilder.AlterColumn<string>(
                name: "ProtectedValue",
                table: "RegisteredMethods",
                type: "character varying(2000)",
                maxLength: 2000,
                nullable: false,
                oldClrType: typeof(string),
                oldType: "text",
                oldMaxLength: -1);

            migrationBuilder.AlterColumn<string>(
                name: "ProtectedTarget",
                table: "Challenges",
                type: "character varying(2000)",
                maxLength: 2000,
                nullable: false,
                oldClrType: typeof(string),
                oldType: "text",
                oldMaxLength: -1);
        }
    }
}
