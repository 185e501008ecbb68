-- Many people and audit entries. What it writes has ids that begin with 5eed; seals are zeros and do not verify.
-- :users and :rows are filled in by whoever runs it. Run on a database that the portal has prepared.
SET synchronous_commit = off;
SET maintenance_work_mem = '512MB';
SET work_mem = '128MB';

CREATE TEMP TABLE IF NOT EXISTS seeding AS SELECT
  (SELECT count(*) FROM "AspNetUsers" WHERE "Id" BETWEEN '5eed0000-0000-0000-0000-000000000000' AND '5eedffff-ffff-ffff-ffff-ffffffffffff') AS users,
  (SELECT count(*) FROM "Audit" WHERE "CorrelationId" BETWEEN '5eed0000-0000-0000-0000-000000000000' AND '5eedffff-ffff-ffff-ffff-ffffffffffff') AS rows;

-- The indexes of the big tables are made when everything is in them.
CREATE OR REPLACE FUNCTION pg_temp.dropped(tables text[]) RETURNS text[] LANGUAGE plpgsql AS $$
DECLARE made text[] := '{}'; each record;
BEGIN
  FOR each IN SELECT i.indexname, i.indexdef FROM pg_indexes i WHERE i.schemaname = 'public' AND i.tablename = ANY (tables)
      AND NOT EXISTS (SELECT FROM pg_constraint c WHERE c.conname = i.indexname) LOOP
    made := made || each.indexdef;
    EXECUTE format('DROP INDEX %I', each.indexname);
  END LOOP;
  RETURN made;
END $$;

CREATE OR REPLACE FUNCTION pg_temp.make(indexes text[]) RETURNS void LANGUAGE plpgsql AS $$
DECLARE each text;
BEGIN
  FOREACH each IN ARRAY indexes LOOP EXECUTE each; END LOOP;
END $$;

CREATE OR REPLACE FUNCTION pg_temp.id(kind text, number bigint) RETURNS uuid IMMUTABLE LANGUAGE sql AS
$$ SELECT ('5eed' || kind || '-0000-4000-8000-' || lpad(to_hex(number), 12, '0'))::uuid $$;

-- next
DO $$
DECLARE made text[];
BEGIN
  IF (SELECT users FROM seeding) = :users THEN
    RAISE NOTICE 'The people are there already.';
    RETURN;
  END IF;
  made := pg_temp.dropped(ARRAY['AspNetUsers', 'UserTerms', 'GroupMembers', 'PersonProfiles']);
  DELETE FROM "UserTerms" WHERE "UserId" BETWEEN '5eed0000-0000-0000-0000-000000000000' AND '5eedffff-ffff-ffff-ffff-ffffffffffff';
  DELETE FROM "GroupMembers" WHERE "UserId" BETWEEN '5eed0000-0000-0000-0000-000000000000' AND '5eedffff-ffff-ffff-ffff-ffffffffffff';
  DELETE FROM "AspNetUsers" WHERE "Id" BETWEEN '5eed0000-0000-0000-0000-000000000000' AND '5eedffff-ffff-ffff-ffff-ffffffffffff';
  UPDATE "PeopleAlike" a SET "Count" = a."Count" - gone.count FROM (
    SELECT "AlikeId", count(*) AS count FROM "PersonProfiles" WHERE "UserId" BETWEEN '5eed0000-0000-0000-0000-000000000000' AND '5eedffff-ffff-ffff-ffff-ffffffffffff' GROUP BY 1) gone
    WHERE a."Id" = gone."AlikeId";
  DELETE FROM "PeopleAlike" WHERE "Count" <= 0;
  DELETE FROM "PersonProfiles" WHERE "UserId" BETWEEN '5eed0000-0000-0000-0000-000000000000' AND '5eedffff-ffff-ffff-ffff-ffffffffffff';

  -- Twenty groups of the same size.
  INSERT INTO "Groups" ("Id", "Name", "NormalizedName") SELECT pg_temp.id('0002', g), 'Seeded group ' || lpad(g::text, 2, '0'), 'SEEDED GROUP ' || lpad(g::text, 2, '0') FROM generate_series(0, 19) g ON CONFLICT DO NOTHING;
  INSERT INTO "GroupAncestors" ("GroupId", "AncestorId") SELECT pg_temp.id('0002', g), pg_temp.id('0002', g) FROM generate_series(0, 19) g ON CONFLICT DO NOTHING;

  CREATE TEMP TABLE people ON COMMIT DROP AS
  SELECT pg_temp.id('0001', i) AS id, 'person' || lpad(i::text, 8, '0') || '@seed.example' AS name,
    (ARRAY['Aiko','Ben','Chie','Dan','Emi','Finn','Go','Hana','Ian','Jun','Ken','Lea','Mio','Noah','Oto','Pia','Ren','Sora','Tom','Yui'])[1 + i % 20] AS given,
    (ARRAY['Sato','Suzuki','Takahashi','Tanaka','Watanabe','Ito','Yamamoto','Nakamura','Kobayashi','Kato','Smith','Jones','Brown','Miller','Davis'])[1 + (i / 20) % 15] || lpad((i / 300)::text, 5, '0') AS family,
    pg_temp.id('0002', i % 20) AS "group", i % 50 <> 0 AS enabled,
    (ARRAY['', 'mobile:1:stored', 'email:1:stored mobile:1:stored', 'app:1:stored email:1:stored mobile:1:stored'])[1 + (i / 20) % 4] AS known
  FROM generate_series(1, :users) i;

  INSERT INTO "AspNetUsers" ("Id", "UserName", "NormalizedUserName", "NormalizedBareName", "Email", "NormalizedEmail", "DisplayName", "Enabled", "EmailConfirmed", "PhoneNumberConfirmed", "TwoFactorEnabled",
    "LockoutEnabled", "AccessFailedCount", "SecurityStamp", "PasswordSetAt")
  SELECT id, name, upper(name), upper(split_part(name, '@', 1)), name, upper(name), given || ' ' || family, enabled, false, false, false, true, 0, 'seed', now() FROM people;
  INSERT INTO "UserTerms" ("UserId", "Term")
  SELECT id, upper(name) FROM people UNION ALL SELECT id, upper(given || ' ' || family) FROM people UNION ALL SELECT id, upper(family) FROM people;
  INSERT INTO "GroupMembers" ("UserId", "GroupId") SELECT id, "group" FROM people;

  -- As PersonProfile computes it.
  CREATE TEMP TABLE alike ON COMMIT DROP AS
  SELECT "group", known, enabled, count(*) AS count, sha256(convert_to("group" || '|' || known || '|' || CASE WHEN enabled THEN 'True' ELSE 'False' END || '|False', 'UTF8')) AS key FROM people GROUP BY 1, 2, 3;
  INSERT INTO "PeopleAlike" ("Key", "Groups", "Known", "Enabled", "HoldsRole", "Count") SELECT key, "group"::text, known, enabled, false, count FROM alike
  ON CONFLICT ("Key") DO UPDATE SET "Count" = "PeopleAlike"."Count" + excluded."Count";
  INSERT INTO "PersonProfiles" ("UserId", "AlikeId", "Name")
  SELECT people.id, rows."Id", upper(people.name) FROM people JOIN alike USING ("group", known, enabled) JOIN "PeopleAlike" rows ON rows."Key" = alike.key;
  RAISE NOTICE 'The people are written.';
  PERFORM pg_temp.make(made);
END $$;

-- next
DO $$
DECLARE made text[]; head bigint;
BEGIN
  IF (SELECT rows FROM seeding) = :rows THEN
    RAISE NOTICE 'The audit is there already.';
    RETURN;
  END IF;
  made := pg_temp.dropped(ARRAY['Audit']);
  DELETE FROM "Audit" WHERE "CorrelationId" BETWEEN '5eed0000-0000-0000-0000-000000000000' AND '5eedffff-ffff-ffff-ffff-ffffffffffff';
  INSERT INTO "AuditChain" ("Id", "HeadNumber", "HeadSeal", "AnchorNumber", "AnchorSeal", "AnchorMac")
  SELECT 1, 0, decode(repeat('00', 32), 'hex'), 0, decode(repeat('00', 32), 'hex'), decode(repeat('00', 32), 'hex') WHERE NOT EXISTS (SELECT FROM "AuditChain");
  SELECT greatest("HeadNumber", (SELECT coalesce(max("SealNumber"), 0) FROM "Audit")) INTO head FROM "AuditChain";

  -- Over 400 days, the oldest first. Sealed by number, so that the sealer and the roll-up have nothing to do.
  INSERT INTO "Audit" ("At", "Code", "Result", "SubjectId", "CorrelationId", "Address", "MethodId", "Stage", "Reason", "SealNumber", "Seal")
  SELECT now() - interval '400 days' + interval '400 days' * (i::float8 / (:rows + 1)), kind.code, kind.result, pg_temp.id('0001', 1 + (i * 7919) % greatest(:users, 1)), pg_temp.id('0003', i / 6),
    '10.' || (i / 65536) % 256 || '.' || (i / 256) % 256 || '.' || i % 256, kind.method, kind.stage, kind.reason, head + i, decode(repeat('00', 32), 'hex')
  FROM generate_series(1::bigint, :rows) i
  JOIN (VALUES
    (0, 1001, 'Succeeded', NULL, NULL, NULL), (1, 1001, 'Succeeded', NULL, NULL, NULL), (2, 1002, 'Failed', NULL, NULL, 'Wrong'), (3, 2003, NULL, 'sms', NULL, NULL), (4, 2001, 'Succeeded', 'sms', NULL, NULL),
    (5, 2001, 'Succeeded', 'email', NULL, NULL), (6, 3001, NULL, NULL, 'ChooseMethod', NULL), (7, 3003, NULL, 'sms', 'ChooseMethod', NULL), (8, 3004, NULL, 'sms', 'AnswerChallenge', NULL),
    (9, 3005, NULL, 'sms', 'AnswerChallenge', NULL), (10, 3005, NULL, 'email', 'AnswerChallenge', NULL), (11, 3007, NULL, NULL, 'SetPassword', NULL), (12, 3008, 'Succeeded', NULL, 'SetPassword', NULL),
    (13, 3002, 'Failed', NULL, 'Refused', 'NotEnoughRegistered'), (14, 3016, 'Abandoned', NULL, 'AnswerChallenge', NULL), (15, 3006, 'Blocked', 'sms', 'AnswerChallenge', 'Blocked'),
    (16, 3011, 'Cancelled', NULL, 'ChooseMethod', NULL), (17, 1003, 'Succeeded', NULL, NULL, NULL), (18, 3014, 'Succeeded', NULL, 'ConfirmUnlock', NULL), (19, 3017, 'ContactedAdministrator', NULL, 'Refused', 'NotEnoughRegistered')
  ) AS kind (number, code, result, method, stage, reason) ON kind.number = i % 20;
  UPDATE "AuditChain" SET "HeadNumber" = head + :rows, "HeadSeal" = decode(repeat('00', 32), 'hex');
  UPDATE "RollUps" SET "SealNumber" = head + :rows;
  RAISE NOTICE 'The audit is written.';
  PERFORM pg_temp.make(made);
  RAISE NOTICE 'Its indexes are made.';

  -- By the hour, as many rows whatever the number of entries.
  DELETE FROM "HourlyCounts";
  INSERT INTO "HourlyCounts" ("Hour", "Code", "MethodId", "Stage", "Reason", "Count")
  SELECT hour, kind.code, kind.method, kind.stage, kind.reason, greatest(1, kind.parts * :rows::bigint / 20 / 9600)
  FROM generate_series(date_trunc('hour', now() - interval '400 days'), date_trunc('hour', now()), interval '1 hour') hour,
    (VALUES (1001, '', '', '', 2), (1002, '', '', 'Wrong', 1), (2003, 'sms', '', '', 1), (2001, 'sms', '', '', 1), (2001, 'email', '', '', 1), (3001, '', 'ChooseMethod', '', 1), (3003, 'sms', 'ChooseMethod', '', 1),
      (3004, 'sms', 'AnswerChallenge', '', 1), (3005, 'sms', 'AnswerChallenge', '', 1), (3005, 'email', 'AnswerChallenge', '', 1), (3007, '', 'SetPassword', '', 1), (3008, '', 'SetPassword', '', 1),
      (3002, '', 'Refused', 'NotEnoughRegistered', 1), (3016, '', 'AnswerChallenge', '', 1), (3006, 'sms', 'AnswerChallenge', 'Blocked', 1), (3011, '', 'ChooseMethod', '', 1), (1003, '', '', '', 1),
      (3014, '', 'ConfirmUnlock', '', 1), (3017, '', 'Refused', 'NotEnoughRegistered', 1)) AS kind (code, method, stage, reason, parts);
END $$;

-- next
VACUUM ANALYZE;
