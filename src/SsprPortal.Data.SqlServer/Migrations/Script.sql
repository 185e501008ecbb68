IF OBJECT_ID(N'[__EFMigrationsHistory]') IS NULL
BEGIN
    CREATE TABLE [__EFMigrationsHistory] (
        [MigrationId] nvarchar(150) NOT NULL,
        [ProductVersion] nvarchar(32) NOT NULL,
        CONSTRAINT [PK___EFMigrationsHistory] PRIMARY KEY ([MigrationId])
    );
END;
GO

BEGIN TRANSACTION;
IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261121110302_Initial'
)
BEGIN
    CREATE TABLE [AspNetRoles] (
        [Id] uniqueidentifier NOT NULL,
        [Name] nvarchar(256) NULL,
        [NormalizedName] nvarchar(256) NULL,
        [ConcurrencyStamp] nvarchar(256) NULL,
        CONSTRAINT [PK_AspNetRoles] PRIMARY KEY ([Id])
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261121110302_Initial'
)
BEGIN
    CREATE TABLE [AspNetUsers] (
        [Id] uniqueidentifier NOT NULL,
        [DisplayName] nvarchar(256) NOT NULL,
        [NormalizedBareName] nvarchar(256) NOT NULL,
        [Language] nvarchar(8) NULL,
        [Enabled] bit NOT NULL,
        [UserName] nvarchar(256) NULL,
        [NormalizedUserName] nvarchar(256) NULL,
        [Email] nvarchar(256) NULL,
        [NormalizedEmail] nvarchar(256) NULL,
        [EmailConfirmed] bit NOT NULL,
        [PasswordHash] nvarchar(256) NULL,
        [SecurityStamp] nvarchar(256) NULL,
        [ConcurrencyStamp] nvarchar(256) NULL,
        [PhoneNumber] nvarchar(256) NULL,
        [PhoneNumberConfirmed] bit NOT NULL,
        [TwoFactorEnabled] bit NOT NULL,
        [LockoutEnd] datetimeoffset NULL,
        [LockoutEnabled] bit NOT NULL,
        [AccessFailedCount] int NOT NULL,
        CONSTRAINT [PK_AspNetUsers] PRIMARY KEY ([Id])
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261121110302_Initial'
)
BEGIN
    CREATE TABLE [Audit] (
        [Id] bigint NOT NULL IDENTITY,
        [At] datetimeoffset NOT NULL,
        [Code] int NOT NULL,
        [SubjectId] uniqueidentifier NULL,
        [CorrelationId] uniqueidentifier NULL,
        [Address] nvarchar(64) NULL,
        [MethodId] nvarchar(64) NULL,
        [Reason] nvarchar(256) NULL,
        CONSTRAINT [PK_Audit] PRIMARY KEY ([Id])
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261121110302_Initial'
)
BEGIN
    CREATE TABLE [Challenges] (
        [Id] uniqueidentifier NOT NULL,
        [Purpose] nvarchar(64) NOT NULL,
        [OwnerId] uniqueidentifier NOT NULL,
        [SubjectId] uniqueidentifier NOT NULL,
        [MethodId] nvarchar(64) NOT NULL,
        [ProtectedTarget] nvarchar(2000) NOT NULL,
        [Secret] varbinary(32) NOT NULL,
        [IssuedAt] datetimeoffset NOT NULL,
        [ExpiresAt] datetimeoffset NOT NULL,
        [ResendAt] datetimeoffset NOT NULL,
        [Sends] int NOT NULL,
        [Attempts] int NOT NULL,
        [ConsumedAt] datetimeoffset NULL,
        [ReplacedAt] datetimeoffset NULL,
        CONSTRAINT [PK_Challenges] PRIMARY KEY ([Id])
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261121110302_Initial'
)
BEGIN
    CREATE TABLE [DataProtectionKeys] (
        [Id] int NOT NULL IDENTITY,
        [Name] nvarchar(256) NOT NULL,
        [Xml] nvarchar(max) NOT NULL,
        CONSTRAINT [PK_DataProtectionKeys] PRIMARY KEY ([Id])
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261121110302_Initial'
)
BEGIN
    CREATE TABLE [Groups] (
        [Id] uniqueidentifier NOT NULL,
        [Name] nvarchar(256) NOT NULL,
        CONSTRAINT [PK_Groups] PRIMARY KEY ([Id])
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261121110302_Initial'
)
BEGIN
    CREATE TABLE [Outbox] (
        [Id] uniqueidentifier NOT NULL,
        [Channel] nvarchar(64) NOT NULL,
        [State] nvarchar(64) NOT NULL,
        [ProtectedPayload] nvarchar(max) NOT NULL,
        [CreatedAt] datetimeoffset NOT NULL,
        [DueAt] datetimeoffset NOT NULL,
        [WorthlessAt] datetimeoffset NOT NULL,
        [Attempts] int NOT NULL,
        [Reason] nvarchar(1000) NULL,
        [ProviderReference] nvarchar(256) NULL,
        [DoneAt] datetimeoffset NULL,
        CONSTRAINT [PK_Outbox] PRIMARY KEY ([Id])
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261121110302_Initial'
)
BEGIN
    CREATE TABLE [Policies] (
        [Id] int NOT NULL,
        [Json] nvarchar(max) NOT NULL,
        [ChangedAt] datetimeoffset NOT NULL,
        [ChangedBy] nvarchar(256) NOT NULL,
        [Version] int NOT NULL,
        CONSTRAINT [PK_Policies] PRIMARY KEY ([Id])
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261121110302_Initial'
)
BEGIN
    CREATE TABLE [RecoveryJourneys] (
        [Id] uniqueidentifier NOT NULL,
        [HandleHash] varbinary(32) NOT NULL,
        [BrowserId] uniqueidentifier NOT NULL,
        [SubjectId] uniqueidentifier NULL,
        [LiveFor] uniqueidentifier NULL,
        [Step] nvarchar(64) NOT NULL,
        [Refusal] nvarchar(64) NULL,
        [GatesRequired] int NOT NULL,
        [ChallengeId] uniqueidentifier NULL,
        [StartedAt] datetimeoffset NOT NULL,
        [LastSeenAt] datetimeoffset NOT NULL,
        [ExpiresAt] datetimeoffset NOT NULL,
        [ClaimedAt] datetimeoffset NULL,
        [Version] int NOT NULL,
        [Format] int NOT NULL,
        CONSTRAINT [PK_RecoveryJourneys] PRIMARY KEY ([Id])
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261121110302_Initial'
)
BEGIN
    CREATE TABLE [Secrets] (
        [Name] nvarchar(64) NOT NULL,
        [ProtectedValue] nvarchar(2000) NOT NULL,
        CONSTRAINT [PK_Secrets] PRIMARY KEY ([Name])
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261121110302_Initial'
)
BEGIN
    CREATE TABLE [Throttles] (
        [Key] nvarchar(128) NOT NULL,
        [Count] int NOT NULL,
        [WindowEndsAt] datetimeoffset NOT NULL,
        CONSTRAINT [PK_Throttles] PRIMARY KEY ([Key])
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261121110302_Initial'
)
BEGIN
    CREATE TABLE [UsedTokens] (
        [Purpose] nvarchar(64) NOT NULL,
        [TokenHash] varbinary(32) NOT NULL,
        [ExpiresAt] datetimeoffset NOT NULL,
        CONSTRAINT [PK_UsedTokens] PRIMARY KEY ([Purpose], [TokenHash])
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261121110302_Initial'
)
BEGIN
    CREATE TABLE [AspNetRoleClaims] (
        [Id] int NOT NULL IDENTITY,
        [RoleId] uniqueidentifier NOT NULL,
        [ClaimType] nvarchar(256) NULL,
        [ClaimValue] nvarchar(256) NULL,
        CONSTRAINT [PK_AspNetRoleClaims] PRIMARY KEY ([Id]),
        CONSTRAINT [FK_AspNetRoleClaims_AspNetRoles_RoleId] FOREIGN KEY ([RoleId]) REFERENCES [AspNetRoles] ([Id]) ON DELETE CASCADE
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261121110302_Initial'
)
BEGIN
    CREATE TABLE [AspNetUserClaims] (
        [Id] int NOT NULL IDENTITY,
        [UserId] uniqueidentifier NOT NULL,
        [ClaimType] nvarchar(256) NULL,
        [ClaimValue] nvarchar(256) NULL,
        CONSTRAINT [PK_AspNetUserClaims] PRIMARY KEY ([Id]),
        CONSTRAINT [FK_AspNetUserClaims_AspNetUsers_UserId] FOREIGN KEY ([UserId]) REFERENCES [AspNetUsers] ([Id]) ON DELETE CASCADE
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261121110302_Initial'
)
BEGIN
    CREATE TABLE [AspNetUserLogins] (
        [LoginProvider] nvarchar(128) NOT NULL,
        [ProviderKey] nvarchar(128) NOT NULL,
        [ProviderDisplayName] nvarchar(256) NULL,
        [UserId] uniqueidentifier NOT NULL,
        CONSTRAINT [PK_AspNetUserLogins] PRIMARY KEY ([LoginProvider], [ProviderKey]),
        CONSTRAINT [FK_AspNetUserLogins_AspNetUsers_UserId] FOREIGN KEY ([UserId]) REFERENCES [AspNetUsers] ([Id]) ON DELETE CASCADE
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261121110302_Initial'
)
BEGIN
    CREATE TABLE [AspNetUserRoles] (
        [UserId] uniqueidentifier NOT NULL,
        [RoleId] uniqueidentifier NOT NULL,
        CONSTRAINT [PK_AspNetUserRoles] PRIMARY KEY ([UserId], [RoleId]),
        CONSTRAINT [FK_AspNetUserRoles_AspNetRoles_RoleId] FOREIGN KEY ([RoleId]) REFERENCES [AspNetRoles] ([Id]) ON DELETE CASCADE,
        CONSTRAINT [FK_AspNetUserRoles_AspNetUsers_UserId] FOREIGN KEY ([UserId]) REFERENCES [AspNetUsers] ([Id]) ON DELETE CASCADE
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261121110302_Initial'
)
BEGIN
    CREATE TABLE [AspNetUserTokens] (
        [UserId] uniqueidentifier NOT NULL,
        [LoginProvider] nvarchar(128) NOT NULL,
        [Name] nvarchar(128) NOT NULL,
        [Value] nvarchar(256) NULL,
        CONSTRAINT [PK_AspNetUserTokens] PRIMARY KEY ([UserId], [LoginProvider], [Name]),
        CONSTRAINT [FK_AspNetUserTokens_AspNetUsers_UserId] FOREIGN KEY ([UserId]) REFERENCES [AspNetUsers] ([Id]) ON DELETE CASCADE
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261121110302_Initial'
)
BEGIN
    CREATE TABLE [RegisteredMethods] (
        [Id] uniqueidentifier NOT NULL,
        [UserId] uniqueidentifier NOT NULL,
        [Kind] nvarchar(64) NOT NULL,
        [Slot] int NOT NULL,
        [Hint] nvarchar(256) NOT NULL,
        [ProtectedValue] nvarchar(2000) NOT NULL,
        [RegisteredAt] datetimeoffset NOT NULL,
        CONSTRAINT [PK_RegisteredMethods] PRIMARY KEY ([Id]),
        CONSTRAINT [FK_RegisteredMethods_AspNetUsers_UserId] FOREIGN KEY ([UserId]) REFERENCES [AspNetUsers] ([Id]) ON DELETE CASCADE
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261121110302_Initial'
)
BEGIN
    CREATE TABLE [Sessions] (
        [Id] uniqueidentifier NOT NULL,
        [HandleHash] varbinary(32) NOT NULL,
        [UserId] uniqueidentifier NOT NULL,
        [SecurityStamp] nvarchar(256) NOT NULL,
        [OpenedAt] datetimeoffset NOT NULL,
        [LastSeenAt] datetimeoffset NOT NULL,
        CONSTRAINT [PK_Sessions] PRIMARY KEY ([Id]),
        CONSTRAINT [FK_Sessions_AspNetUsers_UserId] FOREIGN KEY ([UserId]) REFERENCES [AspNetUsers] ([Id]) ON DELETE CASCADE
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261121110302_Initial'
)
BEGIN
    CREATE TABLE [GroupMembers] (
        [GroupId] uniqueidentifier NOT NULL,
        [UserId] uniqueidentifier NOT NULL,
        CONSTRAINT [PK_GroupMembers] PRIMARY KEY ([UserId], [GroupId]),
        CONSTRAINT [FK_GroupMembers_AspNetUsers_UserId] FOREIGN KEY ([UserId]) REFERENCES [AspNetUsers] ([Id]) ON DELETE CASCADE,
        CONSTRAINT [FK_GroupMembers_Groups_GroupId] FOREIGN KEY ([GroupId]) REFERENCES [Groups] ([Id]) ON DELETE CASCADE
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261121110302_Initial'
)
BEGIN
    CREATE TABLE [PassedGates] (
        [ChallengeId] uniqueidentifier NOT NULL,
        [JourneyId] uniqueidentifier NOT NULL,
        [SubjectId] uniqueidentifier NOT NULL,
        [MethodId] nvarchar(64) NOT NULL,
        [Class] nvarchar(64) NOT NULL,
        [PassedAt] datetimeoffset NOT NULL,
        CONSTRAINT [PK_PassedGates] PRIMARY KEY ([ChallengeId]),
        CONSTRAINT [FK_PassedGates_RecoveryJourneys_JourneyId] FOREIGN KEY ([JourneyId]) REFERENCES [RecoveryJourneys] ([Id]) ON DELETE CASCADE
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261121110302_Initial'
)
BEGIN
    CREATE INDEX [IX_AspNetRoleClaims_RoleId] ON [AspNetRoleClaims] ([RoleId]);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261121110302_Initial'
)
BEGIN
    EXEC(N'CREATE UNIQUE INDEX [RoleNameIndex] ON [AspNetRoles] ([NormalizedName]) WHERE [NormalizedName] IS NOT NULL');
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261121110302_Initial'
)
BEGIN
    CREATE INDEX [IX_AspNetUserClaims_UserId] ON [AspNetUserClaims] ([UserId]);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261121110302_Initial'
)
BEGIN
    CREATE INDEX [IX_AspNetUserLogins_UserId] ON [AspNetUserLogins] ([UserId]);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261121110302_Initial'
)
BEGIN
    CREATE INDEX [IX_AspNetUserRoles_RoleId] ON [AspNetUserRoles] ([RoleId]);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261121110302_Initial'
)
BEGIN
    CREATE INDEX [EmailIndex] ON [AspNetUsers] ([NormalizedEmail]);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261121110302_Initial'
)
BEGIN
    CREATE INDEX [IX_AspNetUsers_NormalizedBareName] ON [AspNetUsers] ([NormalizedBareName]);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261121110302_Initial'
)
BEGIN
    EXEC(N'CREATE UNIQUE INDEX [UserNameIndex] ON [AspNetUsers] ([NormalizedUserName]) WHERE [NormalizedUserName] IS NOT NULL');
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261121110302_Initial'
)
BEGIN
    CREATE INDEX [IX_Audit_At] ON [Audit] ([At]);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261121110302_Initial'
)
BEGIN
    CREATE INDEX [IX_Audit_CorrelationId] ON [Audit] ([CorrelationId]);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261121110302_Initial'
)
BEGIN
    CREATE INDEX [IX_Audit_SubjectId_At] ON [Audit] ([SubjectId], [At]);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261121110302_Initial'
)
BEGIN
    CREATE INDEX [IX_Challenges_ExpiresAt] ON [Challenges] ([ExpiresAt]);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261121110302_Initial'
)
BEGIN
    CREATE INDEX [IX_Challenges_OwnerId_Purpose_IssuedAt] ON [Challenges] ([OwnerId], [Purpose], [IssuedAt]);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261121110302_Initial'
)
BEGIN
    CREATE INDEX [IX_GroupMembers_GroupId] ON [GroupMembers] ([GroupId]);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261121110302_Initial'
)
BEGIN
    CREATE UNIQUE INDEX [IX_Groups_Name] ON [Groups] ([Name]);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261121110302_Initial'
)
BEGIN
    CREATE INDEX [IX_Outbox_DoneAt] ON [Outbox] ([DoneAt]);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261121110302_Initial'
)
BEGIN
    CREATE INDEX [IX_Outbox_State_DueAt] ON [Outbox] ([State], [DueAt]);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261121110302_Initial'
)
BEGIN
    CREATE INDEX [IX_PassedGates_JourneyId] ON [PassedGates] ([JourneyId]);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261121110302_Initial'
)
BEGIN
    CREATE INDEX [IX_RecoveryJourneys_ExpiresAt] ON [RecoveryJourneys] ([ExpiresAt]);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261121110302_Initial'
)
BEGIN
    CREATE UNIQUE INDEX [IX_RecoveryJourneys_HandleHash] ON [RecoveryJourneys] ([HandleHash]);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261121110302_Initial'
)
BEGIN
    EXEC(N'CREATE UNIQUE INDEX [IX_RecoveryJourneys_LiveFor] ON [RecoveryJourneys] ([LiveFor]) WHERE [LiveFor] IS NOT NULL');
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261121110302_Initial'
)
BEGIN
    CREATE UNIQUE INDEX [IX_RegisteredMethods_UserId_Kind_Slot] ON [RegisteredMethods] ([UserId], [Kind], [Slot]);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261121110302_Initial'
)
BEGIN
    CREATE UNIQUE INDEX [IX_Sessions_HandleHash] ON [Sessions] ([HandleHash]);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261121110302_Initial'
)
BEGIN
    CREATE INDEX [IX_Sessions_LastSeenAt] ON [Sessions] ([LastSeenAt]);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261121110302_Initial'
)
BEGIN
    CREATE INDEX [IX_Sessions_UserId] ON [Sessions] ([UserId]);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261121110302_Initial'
)
BEGIN
    CREATE INDEX [IX_Throttles_WindowEndsAt] ON [Throttles] ([WindowEndsAt]);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261121110302_Initial'
)
BEGIN
    CREATE INDEX [IX_UsedTokens_ExpiresAt] ON [UsedTokens] ([ExpiresAt]);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261121110302_Initial'
)
BEGIN
    INSERT INTO [__EFMigrationsHistory] ([MigrationId], [ProductVersion])
    VALUES (N'20261121110302_Initial', N'10.0.14');
END;

COMMIT;
GO

BEGIN TRANSACTION;
IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261121132826_EveryMethod'
)
BEGIN
    ALTER TABLE [Sessions] ADD [NeedsProof] bit NOT NULL DEFAULT CAST(0 AS bit);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261121132826_EveryMethod'
)
BEGIN
    ALTER TABLE [Sessions] ADD [ProvedAt] datetimeoffset NULL;
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261121132826_EveryMethod'
)
BEGIN
    DECLARE @var nvarchar(max);
    SELECT @var = QUOTENAME([d].[name])
    FROM [sys].[default_constraints] [d]
    INNER JOIN [sys].[columns] [c] ON [d].[parent_column_id] = [c].[column_id] AND [d].[parent_object_id] = [c].[object_id]
    WHERE ([d].[parent_object_id] = OBJECT_ID(N'[RegisteredMethods]') AND [c].[name] = N'ProtectedValue');
    IF @var IS NOT NULL EXEC(N'ALTER TABLE [RegisteredMethods] DROP CONSTRAINT ' + @var + ';');
    ALTER TABLE [RegisteredMethods] ALTER COLUMN [ProtectedValue] nvarchar(max) NOT NULL;
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261121132826_EveryMethod'
)
BEGIN
    ALTER TABLE [RegisteredMethods] ADD [Counter] bigint NOT NULL DEFAULT CAST(0 AS bigint);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261121132826_EveryMethod'
)
BEGIN
    ALTER TABLE [RegisteredMethods] ADD [Gates] int NOT NULL DEFAULT 1;
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261121132826_EveryMethod'
)
BEGIN
    ALTER TABLE [RegisteredMethods] ADD [LastUsedAt] datetimeoffset NULL;
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261121132826_EveryMethod'
)
BEGIN
    ALTER TABLE [RegisteredMethods] ADD [LookupHash] varbinary(32) NULL;
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261121132826_EveryMethod'
)
BEGIN
    ALTER TABLE [RecoveryJourneys] ADD [IsRehearsal] bit NOT NULL DEFAULT CAST(0 AS bit);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261121132826_EveryMethod'
)
BEGIN
    ALTER TABLE [PassedGates] ADD [Gates] int NOT NULL DEFAULT 1;
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261121132826_EveryMethod'
)
BEGIN
    DECLARE @var1 nvarchar(max);
    SELECT @var1 = QUOTENAME([d].[name])
    FROM [sys].[default_constraints] [d]
    INNER JOIN [sys].[columns] [c] ON [d].[parent_column_id] = [c].[column_id] AND [d].[parent_object_id] = [c].[object_id]
    WHERE ([d].[parent_object_id] = OBJECT_ID(N'[Challenges]') AND [c].[name] = N'Secret');
    IF @var1 IS NOT NULL EXEC(N'ALTER TABLE [Challenges] DROP CONSTRAINT ' + @var1 + ';');
    ALTER TABLE [Challenges] ALTER COLUMN [Secret] varbinary(max) NOT NULL;
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261121132826_EveryMethod'
)
BEGIN
    DECLARE @var2 nvarchar(max);
    SELECT @var2 = QUOTENAME([d].[name])
    FROM [sys].[default_constraints] [d]
    INNER JOIN [sys].[columns] [c] ON [d].[parent_column_id] = [c].[column_id] AND [d].[parent_object_id] = [c].[object_id]
    WHERE ([d].[parent_object_id] = OBJECT_ID(N'[Challenges]') AND [c].[name] = N'ProtectedTarget');
    IF @var2 IS NOT NULL EXEC(N'ALTER TABLE [Challenges] DROP CONSTRAINT ' + @var2 + ';');
    ALTER TABLE [Challenges] ALTER COLUMN [ProtectedTarget] nvarchar(max) NOT NULL;
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261121132826_EveryMethod'
)
BEGIN
    ALTER TABLE [Challenges] ADD [ConfirmedAt] datetimeoffset NULL;
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261121132826_EveryMethod'
)
BEGIN
    CREATE TABLE [RegistrationStates] (
        [UserId] uniqueidentifier NOT NULL,
        [HeldUntil] datetimeoffset NULL,
        [ReviewedAt] datetimeoffset NULL,
        CONSTRAINT [PK_RegistrationStates] PRIMARY KEY ([UserId]),
        CONSTRAINT [FK_RegistrationStates_AspNetUsers_UserId] FOREIGN KEY ([UserId]) REFERENCES [AspNetUsers] ([Id]) ON DELETE CASCADE
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261121132826_EveryMethod'
)
BEGIN
    EXEC(N'CREATE UNIQUE INDEX [IX_RegisteredMethods_Kind_LookupHash] ON [RegisteredMethods] ([Kind], [LookupHash]) WHERE "Kind" = ''key''');
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261121132826_EveryMethod'
)
BEGIN
    CREATE INDEX [IX_RegisteredMethods_LookupHash] ON [RegisteredMethods] ([LookupHash]);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261121132826_EveryMethod'
)
BEGIN
    INSERT INTO [__EFMigrationsHistory] ([MigrationId], [ProductVersion])
    VALUES (N'20261121132826_EveryMethod', N'10.0.14');
END;

COMMIT;
GO

BEGIN TRANSACTION;
IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261121170245_RecoveryComplete'
)
BEGIN
    DROP INDEX [IX_RecoveryJourneys_LiveFor] ON [RecoveryJourneys];
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261121170245_RecoveryComplete'
)
BEGIN
    ALTER TABLE [Throttles] ADD [SubjectId] uniqueidentifier NULL;
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261121170245_RecoveryComplete'
)
BEGIN
    DECLARE @var3 nvarchar(max);
    SELECT @var3 = QUOTENAME([d].[name])
    FROM [sys].[default_constraints] [d]
    INNER JOIN [sys].[columns] [c] ON [d].[parent_column_id] = [c].[column_id] AND [d].[parent_object_id] = [c].[object_id]
    WHERE ([d].[parent_object_id] = OBJECT_ID(N'[RecoveryJourneys]') AND [c].[name] = N'SubjectId');
    IF @var3 IS NOT NULL EXEC(N'ALTER TABLE [RecoveryJourneys] DROP CONSTRAINT ' + @var3 + ';');
    EXEC(N'UPDATE [RecoveryJourneys] SET [SubjectId] = ''00000000-0000-0000-0000-000000000000'' WHERE [SubjectId] IS NULL');
    ALTER TABLE [RecoveryJourneys] ALTER COLUMN [SubjectId] uniqueidentifier NOT NULL;
    ALTER TABLE [RecoveryJourneys] ADD DEFAULT '00000000-0000-0000-0000-000000000000' FOR [SubjectId];
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261121170245_RecoveryComplete'
)
BEGIN
    ALTER TABLE [RecoveryJourneys] ADD [Disclosure] nvarchar(64) NOT NULL DEFAULT N'';
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261121170245_RecoveryComplete'
)
BEGIN
    ALTER TABLE [RecoveryJourneys] ADD [Goal] nvarchar(64) NOT NULL DEFAULT N'';
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261121170245_RecoveryComplete'
)
BEGIN
    ALTER TABLE [RecoveryJourneys] ADD [Language] nvarchar(8) NOT NULL DEFAULT N'';
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261121170245_RecoveryComplete'
)
BEGIN
    ALTER TABLE [RecoveryJourneys] ADD [SettledAt] datetimeoffset NULL;
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261121170245_RecoveryComplete'
)
BEGIN
    ALTER TABLE [Audit] ADD [ActorId] uniqueidentifier NULL;
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261121170245_RecoveryComplete'
)
BEGIN
    ALTER TABLE [Audit] ADD [Result] nvarchar(64) NULL;
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261121170245_RecoveryComplete'
)
BEGIN
    ALTER TABLE [Audit] ADD [Seal] varbinary(32) NULL;
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261121170245_RecoveryComplete'
)
BEGIN
    ALTER TABLE [Audit] ADD [SealNumber] bigint NULL;
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261121170245_RecoveryComplete'
)
BEGIN
    ALTER TABLE [Audit] ADD [Stage] nvarchar(64) NULL;
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261121170245_RecoveryComplete'
)
BEGIN
    ALTER TABLE [AspNetUsers] ADD [PasswordSetAt] datetimeoffset NULL;
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261121170245_RecoveryComplete'
)
BEGIN
    CREATE TABLE [AuditChain] (
        [Id] int NOT NULL,
        [HeadNumber] bigint NOT NULL,
        [HeadSeal] varbinary(32) NOT NULL,
        [AnchorNumber] bigint NOT NULL,
        [AnchorSeal] varbinary(32) NOT NULL,
        [AnchorMac] varbinary(32) NOT NULL,
        CONSTRAINT [PK_AuditChain] PRIMARY KEY ([Id])
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261121170245_RecoveryComplete'
)
BEGIN
    CREATE INDEX [IX_Throttles_SubjectId] ON [Throttles] ([SubjectId]);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261121170245_RecoveryComplete'
)
BEGIN
    CREATE INDEX [IX_RecoveryJourneys_LiveFor] ON [RecoveryJourneys] ([LiveFor]);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261121170245_RecoveryComplete'
)
BEGIN
    CREATE INDEX [IX_Challenges_SubjectId] ON [Challenges] ([SubjectId]);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261121170245_RecoveryComplete'
)
BEGIN
    EXEC(N'CREATE UNIQUE INDEX [IX_Audit_SealNumber] ON [Audit] ([SealNumber]) WHERE "SealNumber" IS NOT NULL');
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261121170245_RecoveryComplete'
)
BEGIN
    EXEC(N'CREATE INDEX [IX_Audit_Unsealed] ON [Audit] ([Id]) WHERE "SealNumber" IS NULL');
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261121170245_RecoveryComplete'
)
BEGIN
    INSERT INTO [__EFMigrationsHistory] ([MigrationId], [ProductVersion])
    VALUES (N'20261121170245_RecoveryComplete', N'10.0.14');
END;

COMMIT;
GO

BEGIN TRANSACTION;
IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261121205852_Administration'
)
BEGIN
    DROP INDEX [IX_Groups_Name] ON [Groups];
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261121205852_Administration'
)
BEGIN
    DROP INDEX [IX_GroupMembers_GroupId] ON [GroupMembers];
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261121205852_Administration'
)
BEGIN
    ALTER TABLE [RegistrationStates] ADD [RequiredAt] datetimeoffset NULL;
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261121205852_Administration'
)
BEGIN
    ALTER TABLE [Groups] ADD [NormalizedName] nvarchar(128) COLLATE Latin1_General_100_BIN2 NOT NULL DEFAULT N'';
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261121205852_Administration'
)
BEGIN
    EXEC(N'UPDATE [Groups] SET [NormalizedName] = LEFT(UPPER([Name]), 128);');
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261121205852_Administration'
)
BEGIN
    ALTER TABLE [AspNetUsers] ADD [ProtectedAlternateMail] nvarchar(2000) NULL;
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261121205852_Administration'
)
BEGIN
    ALTER TABLE [AspNetUsers] ADD [ProtectedMobile] nvarchar(2000) NULL;
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261121205852_Administration'
)
BEGIN
    CREATE TABLE [ApiKeys] (
        [Id] uniqueidentifier NOT NULL,
        [Name] nvarchar(256) NOT NULL,
        [Prefix] nvarchar(64) NOT NULL,
        [Hash] varbinary(32) NOT NULL,
        [Scopes] nvarchar(256) NOT NULL,
        [CreatedAt] datetimeoffset NOT NULL,
        [CreatedBy] nvarchar(256) NOT NULL,
        [ExpiresAt] datetimeoffset NOT NULL,
        [RevokedAt] datetimeoffset NULL,
        [LastUsedAt] datetimeoffset NULL,
        CONSTRAINT [PK_ApiKeys] PRIMARY KEY ([Id])
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261121205852_Administration'
)
BEGIN
    CREATE TABLE [GroupAncestors] (
        [GroupId] uniqueidentifier NOT NULL,
        [AncestorId] uniqueidentifier NOT NULL,
        CONSTRAINT [PK_GroupAncestors] PRIMARY KEY ([GroupId], [AncestorId]),
        CONSTRAINT [FK_GroupAncestors_Groups_GroupId] FOREIGN KEY ([GroupId]) REFERENCES [Groups] ([Id])
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261121205852_Administration'
)
BEGIN
    CREATE TABLE [GroupNestings] (
        [GroupId] uniqueidentifier NOT NULL,
        [ParentId] uniqueidentifier NOT NULL,
        CONSTRAINT [PK_GroupNestings] PRIMARY KEY ([GroupId], [ParentId]),
        CONSTRAINT [FK_GroupNestings_Groups_GroupId] FOREIGN KEY ([GroupId]) REFERENCES [Groups] ([Id]),
        CONSTRAINT [FK_GroupNestings_Groups_ParentId] FOREIGN KEY ([ParentId]) REFERENCES [Groups] ([Id])
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261121205852_Administration'
)
BEGIN
    CREATE TABLE [HourlyCounts] (
        [Hour] datetimeoffset NOT NULL,
        [Code] int NOT NULL,
        [MethodId] nvarchar(64) NOT NULL,
        [Stage] nvarchar(64) NOT NULL,
        [Reason] nvarchar(64) NOT NULL,
        [Count] bigint NOT NULL,
        CONSTRAINT [PK_HourlyCounts] PRIMARY KEY ([Hour], [Code], [MethodId], [Stage], [Reason])
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261121205852_Administration'
)
BEGIN
    CREATE TABLE [Imports] (
        [Id] uniqueidentifier NOT NULL,
        [State] nvarchar(64) NOT NULL,
        [ActorId] uniqueidentifier NOT NULL,
        [ActorName] nvarchar(256) NOT NULL,
        [Address] nvarchar(64) NULL,
        [At] datetimeoffset NOT NULL,
        [EndedAt] datetimeoffset NULL,
        [Encoding] nvarchar(64) NOT NULL,
        [Lines] int NOT NULL,
        [Cursor] int NOT NULL,
        [Processed] int NOT NULL,
        [Created] int NOT NULL,
        [Changed] int NOT NULL,
        [Unchanged] int NOT NULL,
        [Failed] int NOT NULL,
        CONSTRAINT [PK_Imports] PRIMARY KEY ([Id])
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261121205852_Administration'
)
BEGIN
    CREATE TABLE [Logos] (
        [Hash] nvarchar(64) NOT NULL,
        [MediaType] nvarchar(64) NOT NULL,
        [Content] varbinary(max) NOT NULL,
        [KeptAt] datetimeoffset NOT NULL,
        CONSTRAINT [PK_Logos] PRIMARY KEY ([Hash])
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261121205852_Administration'
)
BEGIN
    CREATE TABLE [PeopleAlike] (
        [Id] bigint NOT NULL IDENTITY,
        [Key] varbinary(32) NOT NULL,
        [Groups] nvarchar(max) NOT NULL,
        [Known] nvarchar(max) NOT NULL,
        [Enabled] bit NOT NULL,
        [HoldsRole] bit NOT NULL,
        [Count] bigint NOT NULL,
        CONSTRAINT [PK_PeopleAlike] PRIMARY KEY ([Id])
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261121205852_Administration'
)
BEGIN
    CREATE TABLE [PersonProfiles] (
        [UserId] uniqueidentifier NOT NULL,
        [AlikeId] bigint NOT NULL,
        [Name] nvarchar(256) COLLATE Latin1_General_100_BIN2 NOT NULL,
        CONSTRAINT [PK_PersonProfiles] PRIMARY KEY ([UserId])
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261121205852_Administration'
)
BEGIN
    CREATE TABLE [PolicyHistory] (
        [Version] int NOT NULL,
        [Json] nvarchar(max) NOT NULL,
        [ChangedAt] datetimeoffset NOT NULL,
        [ChangedBy] nvarchar(256) NOT NULL,
        CONSTRAINT [PK_PolicyHistory] PRIMARY KEY ([Version])
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261121205852_Administration'
)
BEGIN
    CREATE TABLE [ProfileSweeps] (
        [Id] bigint NOT NULL IDENTITY,
        [GroupId] uniqueidentifier NULL,
        [After] uniqueidentifier NULL,
        CONSTRAINT [PK_ProfileSweeps] PRIMARY KEY ([Id])
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261121205852_Administration'
)
BEGIN
    CREATE TABLE [RollUps] (
        [Id] int NOT NULL,
        [Version] int NOT NULL,
        [SealNumber] bigint NOT NULL,
        [Basis] nvarchar(2000) NOT NULL,
        CONSTRAINT [PK_RollUps] PRIMARY KEY ([Id])
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261121205852_Administration'
)
BEGIN
    CREATE TABLE [UserTerms] (
        [UserId] uniqueidentifier NOT NULL,
        [Term] nvarchar(128) COLLATE Latin1_General_100_BIN2 NOT NULL,
        CONSTRAINT [PK_UserTerms] PRIMARY KEY ([Term], [UserId]),
        CONSTRAINT [FK_UserTerms_AspNetUsers_UserId] FOREIGN KEY ([UserId]) REFERENCES [AspNetUsers] ([Id]) ON DELETE CASCADE
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261121205852_Administration'
)
BEGIN
    CREATE TABLE [ApiReplies] (
        [KeyId] uniqueidentifier NOT NULL,
        [IdempotencyHash] varbinary(32) NOT NULL,
        [RequestHash] varbinary(32) NOT NULL,
        [Status] int NULL,
        [Body] nvarchar(max) NULL,
        [ETag] nvarchar(64) NULL,
        [ExpiresAt] datetimeoffset NOT NULL,
        CONSTRAINT [PK_ApiReplies] PRIMARY KEY ([KeyId], [IdempotencyHash]),
        CONSTRAINT [FK_ApiReplies_ApiKeys_KeyId] FOREIGN KEY ([KeyId]) REFERENCES [ApiKeys] ([Id]) ON DELETE CASCADE
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261121205852_Administration'
)
BEGIN
    CREATE TABLE [ImportChunks] (
        [ImportId] uniqueidentifier NOT NULL,
        [Number] int NOT NULL,
        [Protected] varbinary(max) NOT NULL,
        CONSTRAINT [PK_ImportChunks] PRIMARY KEY ([ImportId], [Number]),
        CONSTRAINT [FK_ImportChunks_Imports_ImportId] FOREIGN KEY ([ImportId]) REFERENCES [Imports] ([Id]) ON DELETE CASCADE
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261121205852_Administration'
)
BEGIN
    CREATE TABLE [ImportErrors] (
        [Id] bigint NOT NULL IDENTITY,
        [ImportId] uniqueidentifier NOT NULL,
        [Line] int NOT NULL,
        [Column] nvarchar(64) NULL,
        [Reason] nvarchar(64) NOT NULL,
        CONSTRAINT [PK_ImportErrors] PRIMARY KEY ([Id]),
        CONSTRAINT [FK_ImportErrors_Imports_ImportId] FOREIGN KEY ([ImportId]) REFERENCES [Imports] ([Id]) ON DELETE CASCADE
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261121205852_Administration'
)
BEGIN
    EXEC(N'CREATE INDEX [IX_RegisteredMethods_Tickets] ON [RegisteredMethods] ([RegisteredAt]) WHERE "Kind" = ''ticket''');
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261121205852_Administration'
)
BEGIN
    CREATE UNIQUE INDEX [IX_Groups_NormalizedName] ON [Groups] ([NormalizedName]);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261121205852_Administration'
)
BEGIN
    CREATE INDEX [IX_GroupMembers_GroupId_UserId] ON [GroupMembers] ([GroupId], [UserId]);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261121205852_Administration'
)
BEGIN
    EXEC(N'CREATE INDEX [IX_Audit_Address_At] ON [Audit] ([Address], [At]) WHERE "Address" IS NOT NULL;');
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261121205852_Administration'
)
BEGIN
    CREATE INDEX [IX_Audit_Code_At] ON [Audit] ([Code], [At]);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261121205852_Administration'
)
BEGIN
    CREATE INDEX [IX_ApiKeys_CreatedAt] ON [ApiKeys] ([CreatedAt]);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261121205852_Administration'
)
BEGIN
    CREATE UNIQUE INDEX [IX_ApiKeys_Hash] ON [ApiKeys] ([Hash]);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261121205852_Administration'
)
BEGIN
    CREATE INDEX [IX_ApiReplies_ExpiresAt] ON [ApiReplies] ([ExpiresAt]);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261121205852_Administration'
)
BEGIN
    CREATE INDEX [IX_GroupAncestors_AncestorId] ON [GroupAncestors] ([AncestorId]);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261121205852_Administration'
)
BEGIN
    CREATE INDEX [IX_GroupNestings_ParentId] ON [GroupNestings] ([ParentId]);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261121205852_Administration'
)
BEGIN
    CREATE INDEX [IX_ImportErrors_ImportId_Id] ON [ImportErrors] ([ImportId], [Id]);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261121205852_Administration'
)
BEGIN
    CREATE INDEX [IX_Imports_At] ON [Imports] ([At]);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261121205852_Administration'
)
BEGIN
    CREATE INDEX [IX_Imports_State_At] ON [Imports] ([State], [At]);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261121205852_Administration'
)
BEGIN
    CREATE UNIQUE INDEX [IX_PeopleAlike_Key] ON [PeopleAlike] ([Key]);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261121205852_Administration'
)
BEGIN
    CREATE INDEX [IX_PersonProfiles_AlikeId_Name] ON [PersonProfiles] ([AlikeId], [Name]);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261121205852_Administration'
)
BEGIN
    CREATE INDEX [IX_PersonProfiles_AlikeId_UserId] ON [PersonProfiles] ([AlikeId], [UserId]);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261121205852_Administration'
)
BEGIN
    CREATE INDEX [IX_UserTerms_UserId_Term] ON [UserTerms] ([UserId], [Term]);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261121205852_Administration'
)
BEGIN
    INSERT INTO "GroupAncestors" ("GroupId", "AncestorId") SELECT "Id", "Id" FROM "Groups";
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261121205852_Administration'
)
BEGIN
    INSERT INTO "UserTerms" ("UserId", "Term") SELECT "Id", LEFT("NormalizedUserName", 128) FROM "AspNetUsers" WHERE "NormalizedUserName" IS NOT NULL;
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261121205852_Administration'
)
BEGIN
    INSERT INTO [__EFMigrationsHistory] ([MigrationId], [ProductVersion])
    VALUES (N'20261121205852_Administration', N'10.0.14');
END;

COMMIT;
GO

BEGIN TRANSACTION;
IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261121231729_Hardening'
)
BEGIN
    ALTER TABLE [AspNetUsers] ADD [ContactsWrittenAt] datetimeoffset NULL;
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261121231729_Hardening'
)
BEGIN
    ALTER TABLE [ApiReplies] ADD [Lease] uniqueidentifier NOT NULL DEFAULT '00000000-0000-0000-0000-000000000000';
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261121231729_Hardening'
)
BEGIN
    ALTER TABLE [ApiKeys] ADD [CreatorId] uniqueidentifier NULL;
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261121231729_Hardening'
)
BEGIN
    CREATE INDEX [IX_ApiReplies_Lease] ON [ApiReplies] ([Lease]);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261121231729_Hardening'
)
BEGIN
    INSERT INTO [__EFMigrationsHistory] ([MigrationId], [ProductVersion])
    VALUES (N'20261121231729_Hardening', N'10.0.14');
END;

COMMIT;
GO

BEGIN TRANSACTION;
IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261122002146_PasswordExpiry'
)
BEGIN
    ALTER TABLE [Sessions] ADD [NeedsNewPassword] bit NOT NULL DEFAULT CAST(0 AS bit);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261122002146_PasswordExpiry'
)
BEGIN
    ALTER TABLE [RegistrationStates] ADD [RemindedAt] datetimeoffset NULL;
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261122002146_PasswordExpiry'
)
BEGIN
    ALTER TABLE [RegistrationStates] ADD [Reminders] int NOT NULL DEFAULT 0;
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261122002146_PasswordExpiry'
)
BEGIN
    ALTER TABLE [AspNetUsers] ADD [PasswordAgeToldAt] datetimeoffset NULL;
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261122002146_PasswordExpiry'
)
BEGIN
    ALTER TABLE [AspNetUsers] ADD [PasswordNeverExpires] bit NOT NULL DEFAULT CAST(0 AS bit);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261122002146_PasswordExpiry'
)
BEGIN
    UPDATE [AspNetUsers] SET [PasswordSetAt] = SYSDATETIMEOFFSET() WHERE [PasswordHash] IS NOT NULL AND [PasswordSetAt] IS NULL;
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261122002146_PasswordExpiry'
)
BEGIN
    CREATE INDEX [IX_AspNetUsers_PasswordSetAt] ON [AspNetUsers] ([PasswordSetAt]);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261122002146_PasswordExpiry'
)
BEGIN
    INSERT INTO [__EFMigrationsHistory] ([MigrationId], [ProductVersion])
    VALUES (N'20261122002146_PasswordExpiry', N'10.0.14');
END;

COMMIT;
GO

BEGIN TRANSACTION;
IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261122025457_Directory'
)
BEGIN
    ALTER TABLE [ProfileSweeps] ADD [People] varbinary(8000) NULL;
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261122025457_Directory'
)
BEGIN
    ALTER TABLE [Groups] ADD [IsFromDirectory] bit NOT NULL DEFAULT CAST(0 AS bit);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261122025457_Directory'
)
BEGIN
    ALTER TABLE [AspNetUsers] ADD [IsFromDirectory] bit NOT NULL DEFAULT CAST(0 AS bit);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261122025457_Directory'
)
BEGIN
    CREATE TABLE [DirectorySyncs] (
        [Id] int NOT NULL,
        [Holder] uniqueidentifier NULL,
        [HeldUntil] datetimeoffset NULL,
        [BeganAt] datetimeoffset NULL,
        [EndedAt] datetimeoffset NULL,
        [WholeEndedAt] datetimeoffset NULL,
        [Mark] nvarchar(256) NULL,
        [Read] int NOT NULL,
        [People] int NOT NULL,
        [Skipped] int NOT NULL,
        [Gone] int NOT NULL,
        [Failure] nvarchar(64) NULL,
        [Detail] nvarchar(500) NULL,
        [IsRequested] bit NOT NULL,
        [MayRemove] int NOT NULL,
        CONSTRAINT [PK_DirectorySyncs] PRIMARY KEY ([Id])
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261122025457_Directory'
)
BEGIN
    INSERT INTO [__EFMigrationsHistory] ([MigrationId], [ProductVersion])
    VALUES (N'20261122025457_Directory', N'10.0.14');
END;

COMMIT;
GO

BEGIN TRANSACTION;
IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261130223934_DirectoryHold'
)
BEGIN
    ALTER TABLE [DirectorySyncs] ADD [Hold] nvarchar(64) NULL;
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261130223934_DirectoryHold'
)
BEGIN
    EXEC(N'UPDATE [DirectorySyncs] SET [Hold] = N''SettingsChanged'' WHERE [Gone] > 0;');
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261130223934_DirectoryHold'
)
BEGIN
    INSERT INTO [__EFMigrationsHistory] ([MigrationId], [ProductVersion])
    VALUES (N'20261130223934_DirectoryHold', N'10.0.14');
END;

COMMIT;
GO

BEGIN TRANSACTION;
IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261130233818_DirectoryExpiry'
)
BEGIN
    ALTER TABLE [AspNetUsers] ADD [PasswordExpiresAt] datetimeoffset NULL;
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261130233818_DirectoryExpiry'
)
BEGIN
    CREATE INDEX [IX_AspNetUsers_PasswordExpiresAt] ON [AspNetUsers] ([PasswordExpiresAt]);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261130233818_DirectoryExpiry'
)
BEGIN
    INSERT INTO [__EFMigrationsHistory] ([MigrationId], [ProductVersion])
    VALUES (N'20261130233818_DirectoryExpiry', N'10.0.14');
END;

COMMIT;
GO

