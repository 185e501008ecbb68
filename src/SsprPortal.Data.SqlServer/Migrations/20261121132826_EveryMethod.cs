using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace SsprPortal.Data.SqlServer.Migrations
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
                type: "bit",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "ProvedAt",
                table: "Sessions",
                type: "datetimeoffset",
                nullable: true);

            migrationBuilder.AlterColumn<string>(
                name: "ProtectedValue",
                table: "RegisteredMethods",
                type: "nvarchar(max)",
                maxLength: -1,
                nullable: false,
                oldClrType: typeof(string),
                oldType: "nvarchar(2000)",
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
                type: "int",
                nullable: false,
                defaultValue: 1);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "LastUsedAt",
                table: "RegisteredMethods",
                type: "datetimeoffset",
                nullable: true);

            migrationBuilder.AddColumn<byte[]>(
                name: "LookupHash",
                table: "RegisteredMethods",
                type: "varbinary(32)",
                maxLength: 32,
                nullable: true);

            migrationBuilder.AddColumn<bool>(
                name: "IsRehearsal",
                table: "RecoveryJourneys",
                type: "bit",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<int>(
                name: "Gates",
                table: "PassedGates",
                type: "int",
                nullable: false,
                defaultValue: 1);

            migrationBuilder.AlterColumn<byte[]>(
                name: "Secret",
                table: "Challenges",
                type: "varbinary(max)",
                maxLength: -1,
                nullable: false,
                oldClrType: typeof(byte[]),
                oldType: "varbinary(32)",
                oldMaxLength: 32);

            migrationBuilder.AlterColumn<string>(
                name: "ProtectedTarget",
                table: "Challenges",
                type: "nvarchar(max)",
                maxLength: -1,
                nullable: false,
                oldClrType: typeof(string),
                oldType: "nvarchar(2000)",
                oldMaxLength: 2000);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "ConfirmedAt",
                table: "Challenges",
                type: "datetimeoffset",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "RegistrationStates",
                columns: table => new
                {
                    UserId = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    HeldUntil = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: true),
                    ReviewedAt = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: true)
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
                type: "nvarchar(2000)",
                maxLength: 2000,
                nullable: false,
                oldClrType: typeof(string),
                oldType: "nvarchar(max)",
                oldMaxLength: -1);

            migrationBuilder.AlterColumn<byte[]>(
                name: "Secret",
                table: "Challenges",
                type: "varbinary(32)",
                maxLength: 32,
                nullable: false,
                oldClrType: typeof(byte[]),
                oldType: "varbinary(max)",
                oldMaxLength: -1);

            migrationBuilder.AlterColumn<string>(
                name: "ProtectedTarget",
                table: "Challenges",
                type: "nvarchar(2000)",
                maxLength: 2000,
                nullable: false,
                oldClrType: typeof(string),
                oldType: "nvarchar(max)",
                oldMaxLength: -1);
        }
    }
}
