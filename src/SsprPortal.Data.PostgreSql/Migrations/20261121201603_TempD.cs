using System;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;

#nullable disable

namespace SsprPortal.Data.PostgreSql.Migrations
{
    /// <inheritdoc />
    public partial class TempD : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_GroupMembers_GroupId",
                table: "GroupMembers");

            migrationBuilder.CreateTable(
                name: "HourlyCounts",
                columns: table => new
                {
                    Hour = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    Code = table.Column<int>(type: "integer", nullable: false),
                    MethodId = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    Stage = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    Reason = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    Count = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_HourlyCounts", x => new { x.Hour, x.Code, x.MethodId, x.Stage, x.Reason });
                });

            migrationBuilder.CreateTable(
                name: "PeopleAlike",
                columns: table => new
                {
                    Id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    Key = table.Column<byte[]>(type: "bytea", maxLength: 32, nullable: false),
                    Groups = table.Column<string>(type: "text", maxLength: -1, nullable: false),
                    Known = table.Column<string>(type: "text", maxLength: -1, nullable: false),
                    Enabled = table.Column<bool>(type: "boolean", nullable: false),
                    HoldsRole = table.Column<bool>(type: "boolean", nullable: false),
                    Count = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_PeopleAlike", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "PersonProfiles",
                columns: table => new
                {
                    UserId = table.Column<Guid>(type: "uuid", nullable: false),
                    AlikeId = table.Column<long>(type: "bigint", nullable: false),
                    Name = table.Column<string>(type: "character varying(256)", maxLength: 256, nullable: false, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_PersonProfiles", x => x.UserId);
                });

            migrationBuilder.CreateTable(
                name: "ProfileSweeps",
                columns: table => new
                {
                    Id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    GroupId = table.Column<Guid>(type: "uuid", nullable: true),
                    After = table.Column<Guid>(type: "uuid", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_ProfileSweeps", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "RollUps",
                columns: table => new
                {
                    Id = table.Column<int>(type: "integer", nullable: false),
                    Version = table.Column<int>(type: "integer", nullable: false),
                    SealNumber = table.Column<long>(type: "bigint", nullable: false),
                    Basis = table.Column<string>(type: "character varying(2000)", maxLength: 2000, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_RollUps", x => x.Id);
                });

            migrationBuilder.CreateIndex(
                name: "IX_GroupMembers_GroupId_UserId",
                table: "GroupMembers",
                columns: new[] { "GroupId", "UserId" });

            migrationBuilder.CreateIndex(
                name: "IX_Audit_Address_At",
                table: "Audit",
                columns: new[] { "Address", "At" },
                filter: "\"Address\" IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_Audit_Code_At",
                table: "Audit",
                columns: new[] { "Code", "At" });

            migrationBuilder.CreateIndex(
                name: "IX_PeopleAlike_Key",
                table: "PeopleAlike",
                column: "Key",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_PersonProfiles_AlikeId_Name",
                table: "PersonProfiles",
                columns: new[] { "AlikeId", "Name" });

            migrationBuilder.CreateIndex(
                name: "IX_PersonProfiles_AlikeId_UserId",
                table: "PersonProfiles",
                columns: new[] { "AlikeId", "UserId" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "HourlyCounts");

            migrationBuilder.DropTable(
                name: "PeopleAlike");

            migrationBuilder.DropTable(
                name: "PersonProfiles");

            migrationBuilder.DropTable(
                name: "ProfileSweeps");

            migrationBuilder.DropTable(
                name: "RollUps");

            migrationBuilder.DropIndex(
                name: "IX_GroupMembers_GroupId_UserId",
                table: "GroupMembers");

            migrationBuilder.DropIndex(
                name: "IX_Audit_Address_At",
                table: "Audit");

            migrationBuilder.DropIndex(
                name: "IX_Audit_Code_At",
                table: "Audit");

            migrationBuilder.CreateIndex(
                name: "IX_GroupMembers_GroupId",
                table: "GroupMembers",
                column: "GroupId");
        }
    }
}
