using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace SsprPortal.Data.SqlServer.Migrations
{
    /// <inheritdoc />
    public partial class Hardening : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "ContactsWrittenAt",
                table: "AspNetUsers",
                type: "datetimeoffset",
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "Lease",
                table: "ApiReplies",
                type: "uniqueidentifier",
                nullable: false,
                defaultValue: new Guid("00000000-0000-0000-0000-000000000000"));

            migrationBuilder.AddColumn<Guid>(
                name: "CreatorId",
                table: "ApiKeys",
                type: "uniqueidentifier",
                nullable: true);

            migrationBuilder.CreateIndex(
                name: "IX_ApiReplies_Lease",
                table: "ApiReplies",
                column: "Lease");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_ApiReplies_Lease",
                table: "ApiReplies");

            migrationBuilder.DropColumn(
                name: "ContactsWrittenAt",
                table: "AspNetUsers");

            migrationBuilder.DropColumn(
                name: "Lease",
                table: "ApiReplies");

            migrationBuilder.DropColumn(
                name: "CreatorId",
                table: "ApiKeys");
        }
    }
}
