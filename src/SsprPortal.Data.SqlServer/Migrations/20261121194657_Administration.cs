using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace SsprPortal.Data.SqlServer.Migrations
{
    /// <inheritdoc />
    public partial class Administration : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "GroupAncestors",
                columns: table => new
                {
                    GroupId = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    AncestorId = table.Column<Guid>(type: "uniqueidentifier", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_GroupAncestors", x => new { x.GroupId, x.AncestorId });
                    table.ForeignKey(
                        name: "FK_GroupAncestors_Groups_GroupId",
                        column: x => x.GroupId,
                        principalTable: "Groups",
                        principalColumn: "Id");
                });

            migrationBuilder.CreateTable(
                name: "GroupNestings",
                columns: table => new
                {
                    GroupId = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    ParentId = table.Column<Guid>(type: "uniqueidentifier", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_GroupNestings", x => new { x.GroupId, x.ParentId });
                    table.ForeignKey(
                        name: "FK_GroupNestings_Groups_GroupId",
                        column: x => x.GroupId,
                        principalTable: "Groups",
                        principalColumn: "Id");
                    table.ForeignKey(
                        name: "FK_GroupNestings_Groups_ParentId",
                        column: x => x.ParentId,
                        principalTable: "Groups",
                        principalColumn: "Id");
                });

            migrationBuilder.CreateTable(
                name: "PolicyHistory",
                columns: table => new
                {
                    Version = table.Column<int>(type: "int", nullable: false),
                    Json = table.Column<string>(type: "nvarchar(max)", maxLength: -1, nullable: false),
                    ChangedAt = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: false),
                    ChangedBy = table.Column<string>(type: "nvarchar(256)", maxLength: 256, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_PolicyHistory", x => x.Version);
                });

            migrationBuilder.CreateTable(
                name: "UserTerms",
                columns: table => new
                {
                    UserId = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    Term = table.Column<string>(type: "nvarchar(128)", maxLength: 128, nullable: false, collation: "Latin1_General_100_BIN2")
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_UserTerms", x => new { x.Term, x.UserId });
                    table.ForeignKey(
                        name: "FK_UserTerms_AspNetUsers_UserId",
                        column: x => x.UserId,
                        principalTable: "AspNetUsers",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "IX_GroupAncestors_AncestorId",
                table: "GroupAncestors",
                column: "AncestorId");

            migrationBuilder.CreateIndex(
                name: "IX_GroupNestings_ParentId",
                table: "GroupNestings",
                column: "ParentId");

            migrationBuilder.CreateIndex(
                name: "IX_UserTerms_UserId_Term",
                table: "UserTerms",
                columns: new[] { "UserId", "Term" });

            // What was there before: each group is its own first ancestor, and people are found by their user names; by more once they are written again.
            migrationBuilder.Sql("INSERT INTO \"GroupAncestors\" (\"GroupId\", \"AncestorId\") SELECT \"Id\", \"Id\" FROM \"Groups\"");
            migrationBuilder.Sql("INSERT INTO \"UserTerms\" (\"UserId\", \"Term\") SELECT \"Id\", LEFT(\"NormalizedUserName\", 128) FROM \"AspNetUsers\" WHERE \"NormalizedUserName\" IS NOT NULL");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "GroupAncestors");

            migrationBuilder.DropTable(
                name: "GroupNestings");

            migrationBuilder.DropTable(
                name: "PolicyHistory");

            migrationBuilder.DropTable(
                name: "UserTerms");
        }
    }
}
