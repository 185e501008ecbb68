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

            migrationBuilder.AddColumn<Guid>(
                name: "SubjectId",
                table: "Throttles",
                type: "uniqueidentifier",
                nullable: true);

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

            migrationBuilder.AddColumn<Guid>(
                name: "ActorId",
                table: "Audit",
                type: "uniqueidentifier",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "Result",
                table: "Audit",
                type: "nvarchar(64)",
                maxLength: 64,
                nullable: true);

            migrationBuilder.AddColumn<byte[]>(
                name: "Seal",
                table: "Audit",
                type: "varbinary(32)",
                maxLength: 32,
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "SealNumber",
                table: "Audit",
                type: "bigint",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "Stage",
                table: "Audit",
                type: "nvarchar(64)",
                maxLength: 64,
                nullable: true);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "PasswordSetAt",
                table: "AspNetUsers",
                type: "datetimeoffset",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "AuditChain",
                columns: table => new
                {
                    Id = table.Column<int>(type: "int", nullable: false),
                    HeadNumber = table.Column<long>(type: "bigint", nullable: false),
                    HeadSeal = table.Column<byte[]>(type: "varbinary(32)", maxLength: 32, nullable: false),
                    AnchorNumber = table.Column<long>(type: "bigint", nullable: false),
                    AnchorSeal = table.Column<byte[]>(type: "varbinary(32)", maxLength: 32, nullable: false),
                    AnchorMac = table.Column<byte[]>(type: "varbinary(32)", maxLength: 32, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_AuditChain", x => x.Id);
                });

            migrationBuilder.CreateIndex(
                name: "IX_Throttles_SubjectId",
                table: "Throttles",
                column: "SubjectId");

            migrationBuilder.CreateIndex(
                name: "IX_RecoveryJourneys_LiveFor",
                table: "RecoveryJourneys",
                column: "LiveFor");

            migrationBuilder.CreateIndex(
                name: "IX_Challenges_SubjectId",
                table: "Challenges",
                column: "SubjectId");

            migrationBuilder.CreateIndex(
                name: "IX_Audit_SealNumber",
                table: "Audit",
                column: "SealNumber",
                unique: true,
                filter: "\"SealNumber\" IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_Audit_Unsealed",
                table: "Audit",
                column: "Id",
                filter: "\"SealNumber\" IS NULL");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "AuditChain");

            migrationBuilder.DropIndex(
                name: "IX_Throttles_SubjectId",
                table: "Throttles");

            migrationBuilder.DropIndex(
                name: "IX_RecoveryJourneys_LiveFor",
                table: "RecoveryJourneys");

            migrationBuilder.DropIndex(
                name: "IX_Challenges_SubjectId",
                table: "Challenges");

            migrationBuilder.DropIndex(
                name: "IX_Audit_SealNumber",
                table: "Audit");

            migrationBuilder.DropIndex(
                name: "IX_Audit_Unsealed",
                table: "Audit");

            migrationBuilder.DropColumn(
                name: "SubjectId",
                table: "Throttles");

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
                name: "ActorId",
                table: "Audit");

            migrationBuilder.DropColumn(
                name: "Result",
                table: "Audit");

            migrationBuilder.DropColumn(
                name: "Seal",
                table: "Audit");

            migrationBuilder.DropColumn(
                name: "SealNumber",
                table: "Audit");

            migrationBuilder.DropColumn(
                name: "Stage",
                table: "Audit");

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
