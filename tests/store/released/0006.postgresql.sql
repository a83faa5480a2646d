


SET statement_timeout = 0;
SET lock_timeout = 0;
SET idle_in_transaction_session_timeout = 0;
SET client_encoding = 'UTF8';
SET standard_conforming_strings = on;
SELECT pg_catalog.set_config('search_path', '', false);
SET check_function_bodies = false;
SET xmloption = content;
SET client_min_messages = warning;
SET row_security = off;


CREATE SCHEMA whatsticks;



CREATE FUNCTION whatsticks.refuse_change() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog'
    AS $$
        BEGIN
            RAISE EXCEPTION USING
                MESSAGE = TG_TABLE_NAME || ' is append-only', ERRCODE = 'integrity_constraint_violation';
        END $$;



CREATE FUNCTION whatsticks.tell_of_change() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog'
    AS $$
        BEGIN
            PERFORM pg_notify('whatsticks', TG_TABLE_SCHEMA);
            RETURN NULL;
        END $$;


SET default_tablespace = '';

SET default_table_access_method = heap;


CREATE TABLE whatsticks.alembic_version (
    version_num character varying(32) NOT NULL
);



CREATE TABLE whatsticks.decision (
    id integer NOT NULL,
    version integer NOT NULL,
    experiment_id integer NOT NULL,
    choice character varying NOT NULL,
    who character varying(200) NOT NULL,
    at timestamp with time zone NOT NULL,
    why character varying(20000) NOT NULL,
    learning character varying(20000) NOT NULL,
    next_step character varying(20000) NOT NULL,
    customers_told character varying(20000) NOT NULL,
    money double precision NOT NULL,
    person_days double precision NOT NULL,
    verdict text NOT NULL,
    seconded_by character varying(500) NOT NULL,
    uid character varying(32) NOT NULL,
    outcome character varying(40) NOT NULL,
    folded text DEFAULT ''::text NOT NULL,
    words tsvector GENERATED ALWAYS AS (to_tsvector('simple'::regconfig, regexp_replace(regexp_replace(NORMALIZE("left"(folded, 100000), NFKD), '[\u0300-\u036f]'::text, ''::text, 'g'::text), '[\u0001-\u002f\u003a-\u0040\u005b-\u0060\u007b-\u00bf\u00d7\u00f7\u2000-\u206f\u20a0-\u2bff\u3000-\u3020]'::text, ' '::text, 'g'::text))) STORED
);



CREATE TABLE whatsticks.experiment (
    id integer NOT NULL,
    version integer NOT NULL,
    hypothesis_id integer NOT NULL,
    title character varying(200) NOT NULL,
    kind character varying(500) NOT NULL,
    we_will character varying(20000) NOT NULL,
    owner character varying(500) NOT NULL,
    budget text NOT NULL,
    spend text NOT NULL,
    stage character varying NOT NULL,
    plan text,
    plan_hash character varying NOT NULL,
    locked_at timestamp with time zone,
    started_at timestamp with time zone,
    concluded_at timestamp with time zone,
    abandoned_why character varying(20000) NOT NULL,
    amendments text NOT NULL,
    uid character varying(32) NOT NULL,
    folded text NOT NULL,
    alpha double precision,
    beta double precision,
    planned_size bigint,
    money_spent double precision NOT NULL,
    person_days_spent double precision NOT NULL,
    words tsvector GENERATED ALWAYS AS (to_tsvector('simple'::regconfig, regexp_replace(regexp_replace(NORMALIZE("left"(folded, 100000), NFKD), '[\u0300-\u036f]'::text, ''::text, 'g'::text), '[\u0001-\u002f\u003a-\u0040\u005b-\u0060\u007b-\u00bf\u00d7\u00f7\u2000-\u206f\u20a0-\u2bff\u3000-\u3020]'::text, ' '::text, 'g'::text))) STORED
);



CREATE TABLE whatsticks.hypothesis (
    id integer NOT NULL,
    version integer NOT NULL,
    segment_id integer NOT NULL,
    title character varying(200) NOT NULL,
    need character varying(500) NOT NULL,
    behaviour character varying(500) NOT NULL,
    offer character varying(500) NOT NULL,
    competing character varying(500) NOT NULL,
    risk character varying NOT NULL,
    importance integer NOT NULL,
    prior double precision NOT NULL,
    money_asked double precision NOT NULL,
    person_days_asked double precision NOT NULL,
    value_if_true double precision NOT NULL,
    owner character varying(500) NOT NULL,
    uid character varying(32) NOT NULL,
    folded text NOT NULL,
    words tsvector GENERATED ALWAYS AS (to_tsvector('simple'::regconfig, regexp_replace(regexp_replace(NORMALIZE("left"(folded, 100000), NFKD), '[\u0300-\u036f]'::text, ''::text, 'g'::text), '[\u0001-\u002f\u003a-\u0040\u005b-\u0060\u007b-\u00bf\u00d7\u00f7\u2000-\u206f\u20a0-\u2bff\u3000-\u3020]'::text, ' '::text, 'g'::text))) STORED
);



CREATE TABLE whatsticks.observation (
    id integer NOT NULL,
    version integer NOT NULL,
    experiment_id integer NOT NULL,
    at timestamp with time zone NOT NULL,
    recorded_by character varying(200) NOT NULL,
    source text NOT NULL,
    strength integer NOT NULL,
    arms text NOT NULL,
    faults text NOT NULL,
    supersedes integer,
    why character varying(20000) NOT NULL,
    uid character varying(32) NOT NULL,
    total_units bigint NOT NULL
);



CREATE TABLE whatsticks.proposal (
    id integer NOT NULL,
    version integer NOT NULL,
    experiment_id integer NOT NULL,
    choice character varying NOT NULL,
    who character varying(200) NOT NULL,
    at timestamp with time zone NOT NULL,
    why character varying(20000) NOT NULL,
    learning character varying(20000) NOT NULL,
    next_step character varying(20000) NOT NULL,
    customers_told character varying(20000) NOT NULL,
    money double precision NOT NULL,
    person_days double precision NOT NULL,
    verdict text NOT NULL,
    newest_batch integer,
    uid character varying(32) NOT NULL
);



CREATE TABLE whatsticks.review (
    id integer NOT NULL,
    version integer NOT NULL,
    proposal_id integer NOT NULL,
    experiment_id integer NOT NULL,
    ruling character varying NOT NULL,
    who character varying(200) NOT NULL,
    at timestamp with time zone NOT NULL,
    why character varying(20000) NOT NULL,
    uid character varying(32) NOT NULL
);



CREATE TABLE whatsticks.rules (
    id integer NOT NULL,
    version integer NOT NULL,
    second_person boolean NOT NULL,
    "limit" double precision,
    uid character varying(32) NOT NULL
);



CREATE TABLE whatsticks.segment (
    id integer NOT NULL,
    version integer NOT NULL,
    name character varying(200) NOT NULL,
    description character varying(20000) NOT NULL,
    demographics character varying(20000) NOT NULL,
    psychographics character varying(20000) NOT NULL,
    expectations text NOT NULL,
    size bigint,
    where_to_find character varying(20000) NOT NULL,
    uid character varying(32) NOT NULL,
    folded text NOT NULL,
    words tsvector GENERATED ALWAYS AS (to_tsvector('simple'::regconfig, regexp_replace(regexp_replace(NORMALIZE("left"(folded, 100000), NFKD), '[\u0300-\u036f]'::text, ''::text, 'g'::text), '[\u0001-\u002f\u003a-\u0040\u005b-\u0060\u007b-\u00bf\u00d7\u00f7\u2000-\u206f\u20a0-\u2bff\u3000-\u3020]'::text, ' '::text, 'g'::text))) STORED
);



CREATE TABLE whatsticks.source (
    id integer NOT NULL,
    version integer NOT NULL,
    name character varying(200) NOT NULL,
    address character varying(500) NOT NULL,
    "table" character varying(500) NOT NULL,
    query character varying(20000) NOT NULL,
    columns text NOT NULL,
    time_zone character varying(500) NOT NULL,
    uid character varying(32) NOT NULL,
    folded text NOT NULL
);



CREATE TABLE whatsticks.trail (
    seq integer NOT NULL,
    at character varying(40) NOT NULL,
    actor character varying(200) NOT NULL,
    action character varying(40) NOT NULL,
    subject character varying(40) NOT NULL,
    sentence text NOT NULL,
    payload text NOT NULL,
    previous character varying(64) NOT NULL,
    hash character varying(64) NOT NULL
);



INSERT INTO whatsticks.alembic_version VALUES ('0006');



INSERT INTO whatsticks.decision VALUES (1, 1, 4, 'stop', 'Ann', '2026-03-02 09:20:00+00', 'because of all that was seen here', 'they sleep', '', '', 0, 0, '{"title":"Untitled test","verdict":"invest","reason":"signed up: 17 of 200 (8.5%). Even allowing for chance it is at least 5.49%, above your bar of 5%.","not_said":"It does not say that the effect is as large as measured: a bet at the bar would still pass up to 5% of the time, and a result that passed tends to flatter. If 30 in 100 such ideas are truly better than the bar, 13% of such verdicts are false. Shrunk towards what was believed before, the effect is about 7.75% (signed up).","next_step":"Release the next investment, and plan the next test at a stronger kind of evidence.","best_arm":"","progress":{"units":200,"planned":200},"metrics":[{"name":"signed up","arm":"all","role":"success","kind":"proportion","direction":"increase","scale":"difference","estimate":0.085,"lower":0.05488327785186638,"upper":0.10599387715441241,"bar":0.05,"target":0.08,"p_bar":0.023799459747172708,"p_target":0.6633730256522926,"ci95":[0.05029591863025728,0.13260516582955234],"alpha":0.05,"beta":0.2,"n":{"all":200},"observed":{"all":"17 of 200 (8.5%)"},"method":"exact binomial (Clopper–Pearson)","unit":"","score":"usual","horizon":null,"alpha_spent":null,"beta_spent":null,"e_bar":null,"finding":"clears the bar","beside":[]}],"health":[{"check":"arms","status":"ok","value":1.0,"limit":1.0,"message":"every planned arm has units"}],"warnings":[],"caution":{"prior":0.3,"assumed":false,"false_positive_risk":0.1272727272727273,"shrunk":[{"name":"signed up","arm":"all","estimate":0.0775192599097592,"weight":0.8861805495189292}]},"looks":[],"stopped_at":null,"outlook":null,"plan_hash":"239a3d590ff4cd1090d956aa39a613ee59cad9cf8bb2cf8d86d04c09e5af11e1","judge_version":"1.3"}', '', '724e0af7f7c84754a140f466516ab605', 'invest', 'they sleep
because of all that was seen here', DEFAULT);



INSERT INTO whatsticks.experiment VALUES (1, 1, 1, 'Ad 1', '', 'ask;
''--', '', '{"money":null,"person_days":null,"calendar_days":null}', '{"money":0.0,"person_days":0.0}', 'draft', NULL, '', NULL, NULL, NULL, '', '[]', '1832c2ed22a34bfc91cb4299157421d4', 'ad 1
ask;
''--', NULL, NULL, NULL, 0, 0, DEFAULT);
INSERT INTO whatsticks.experiment VALUES (2, 3, 1, 'Ad 2', '', 'ask;
''--', '', '{"money":null,"person_days":null,"calendar_days":null}', '{"money":0.0,"person_days":0.0}', 'locked', '{"title":"Untitled test","comparison":"benchmark","control":"","alpha":0.05,"beta":0.2,"monitoring":"fixed","spending":"obrien-fleming","futility":"obrien-fleming","looks":null,"planned_size":200,"prior":0.3,"success":"all","shares":{},"columns":{"arm":"","unit":"","cluster":"","pair":"","time":""},"metric":[{"name":"signed up","role":"success","kind":"proportion","column":"","direction":"increase","scale":"difference","bar":0.05,"target":0.08,"margin":null,"baseline":null,"sd":null,"unit":"","numerator":"","denominator":"","exposure":"","exposure_per_unit":null,"levels":[],"score":"usual","top":1,"time":"","event":"","horizon":null,"loss":0.0,"covariates":[],"correlation":null,"second_coder":"","prices":[],"discordant":null}],"pace":{"units_per_day":null,"setup_days":0.0,"fixed_cost":0.0,"cost_per_unit":0.0,"person_days":0.0,"weekly":false},"start":null,"deadline":null}', '239a3d590ff4cd1090d956aa39a613ee59cad9cf8bb2cf8d86d04c09e5af11e1', '2026-03-02 09:06:00+00', NULL, NULL, '', '[]', 'b1075e1d6b12465d8addeede101270f0', 'ad 2
ask;
''--', 0.05, 0.2, 200, 0, 0, DEFAULT);
INSERT INTO whatsticks.experiment VALUES (3, 4, 1, 'Ad 3', '', 'ask;
''--', '', '{"money":null,"person_days":null,"calendar_days":null}', '{"money":0.0,"person_days":0.0}', 'running', '{"title":"Untitled test","comparison":"benchmark","control":"","alpha":0.05,"beta":0.2,"monitoring":"fixed","spending":"obrien-fleming","futility":"obrien-fleming","looks":null,"planned_size":200,"prior":0.3,"success":"all","shares":{},"columns":{"arm":"","unit":"","cluster":"","pair":"","time":""},"metric":[{"name":"signed up","role":"success","kind":"proportion","column":"","direction":"increase","scale":"difference","bar":0.05,"target":0.08,"margin":null,"baseline":null,"sd":null,"unit":"","numerator":"","denominator":"","exposure":"","exposure_per_unit":null,"levels":[],"score":"usual","top":1,"time":"","event":"","horizon":null,"loss":0.0,"covariates":[],"correlation":null,"second_coder":"","prices":[],"discordant":null}],"pace":{"units_per_day":null,"setup_days":0.0,"fixed_cost":0.0,"cost_per_unit":0.0,"person_days":0.0,"weekly":false},"start":null,"deadline":null}', '239a3d590ff4cd1090d956aa39a613ee59cad9cf8bb2cf8d86d04c09e5af11e1', '2026-03-02 09:09:00+00', '2026-03-02 09:10:00+00', NULL, '', '[]', '9a7471ea4427482a96a2ea274278dd8e', 'ad 3
ask;
''--', 0.05, 0.2, 200, 0, 0, DEFAULT);
INSERT INTO whatsticks.experiment VALUES (4, 6, 1, 'Ad 4', '', 'ask;
''--', '', '{"money":null,"person_days":null,"calendar_days":null}', '{"money":0.0,"person_days":0.0}', 'decided', '{"title":"Untitled test","comparison":"benchmark","control":"","alpha":0.05,"beta":0.2,"monitoring":"fixed","spending":"obrien-fleming","futility":"obrien-fleming","looks":null,"planned_size":200,"prior":0.3,"success":"all","shares":{},"columns":{"arm":"","unit":"","cluster":"","pair":"","time":""},"metric":[{"name":"signed up","role":"success","kind":"proportion","column":"","direction":"increase","scale":"difference","bar":0.05,"target":0.08,"margin":null,"baseline":null,"sd":null,"unit":"","numerator":"","denominator":"","exposure":"","exposure_per_unit":null,"levels":[],"score":"usual","top":1,"time":"","event":"","horizon":null,"loss":0.0,"covariates":[],"correlation":null,"second_coder":"","prices":[],"discordant":null}],"pace":{"units_per_day":null,"setup_days":0.0,"fixed_cost":0.0,"cost_per_unit":0.0,"person_days":0.0,"weekly":false},"start":null,"deadline":null}', '239a3d590ff4cd1090d956aa39a613ee59cad9cf8bb2cf8d86d04c09e5af11e1', '2026-03-02 09:15:00+00', '2026-03-02 09:16:00+00', '2026-03-02 09:20:00+00', '', '[]', '1b236c59a1cc487ca130871dfde2ee4f', 'ad 4
ask;
''--', 0.05, 0.2, 200, 0, 0, DEFAULT);



INSERT INTO whatsticks.hypothesis VALUES (1, 1, 1, 'They''d order at 3 a.m. — 👩‍👩‍👧', '', '', '', '', 'desirability', 3, 0.3, 0, 0, 0, '', 'cca0c315beb4402d9f1863e7a55c1bef', 'they''d order at 3 a.m. — 👩‍👩‍👧', DEFAULT);



INSERT INTO whatsticks.observation VALUES (1, 1, 3, '2026-03-02 09:10:00+00', 'Ann', '{"kind":"typed","name":"","digest":"","rows":null,"first":null,"last":null}', 2, '{"all":{"units":100,"statistics":{"signed up":{"kind":"counts","successes":9,"trials":100}},"missing":{}}}', '{"duplicate_units":0,"units_in_two_arms":0,"incomplete_pairs":0,"rows_without_arm":0,"unknown_arms":{},"examples":[]}', NULL, '', '86adc6e46779463691abedd3ba8df1d9', 100);
INSERT INTO whatsticks.observation VALUES (2, 1, 3, '2026-03-02 09:11:00+00', 'Ann', '{"kind":"typed","name":"","digest":"","rows":null,"first":null,"last":null}', 2, '{"all":{"units":90,"statistics":{"signed up":{"kind":"counts","successes":80,"trials":90}},"missing":{}}}', '{"duplicate_units":0,"units_in_two_arms":0,"incomplete_pairs":0,"rows_without_arm":0,"unknown_arms":{},"examples":[]}', NULL, '', 'fc324c008cde4e40a1840c6b8028f1f1', 90);
INSERT INTO whatsticks.observation VALUES (3, 1, 3, '2026-03-02 09:12:00+00', 'Ann', '{"kind":"typed","name":"","digest":"","rows":null,"first":null,"last":null}', 2, '{"all":{"units":100,"statistics":{"signed up":{"kind":"counts","successes":8,"trials":100}},"missing":{}}}', '{"duplicate_units":0,"units_in_two_arms":0,"incomplete_pairs":0,"rows_without_arm":0,"unknown_arms":{},"examples":[]}', 2, 'a slip', '019099a0ea2c4ad2b5e1d0d8f3033e1f', 100);
INSERT INTO whatsticks.observation VALUES (4, 1, 4, '2026-03-02 09:16:00+00', 'Ann', '{"kind":"typed","name":"","digest":"","rows":null,"first":null,"last":null}', 2, '{"all":{"units":100,"statistics":{"signed up":{"kind":"counts","successes":9,"trials":100}},"missing":{}}}', '{"duplicate_units":0,"units_in_two_arms":0,"incomplete_pairs":0,"rows_without_arm":0,"unknown_arms":{},"examples":[]}', NULL, '', 'c8314a926f9e4975a7f06e5a9c77d26b', 100);
INSERT INTO whatsticks.observation VALUES (5, 1, 4, '2026-03-02 09:17:00+00', 'Ann', '{"kind":"typed","name":"","digest":"","rows":null,"first":null,"last":null}', 2, '{"all":{"units":90,"statistics":{"signed up":{"kind":"counts","successes":80,"trials":90}},"missing":{}}}', '{"duplicate_units":0,"units_in_two_arms":0,"incomplete_pairs":0,"rows_without_arm":0,"unknown_arms":{},"examples":[]}', NULL, '', '7eb29ded5e044ee7a83c1a9944977812', 90);
INSERT INTO whatsticks.observation VALUES (6, 1, 4, '2026-03-02 09:18:00+00', 'Ann', '{"kind":"typed","name":"","digest":"","rows":null,"first":null,"last":null}', 2, '{"all":{"units":100,"statistics":{"signed up":{"kind":"counts","successes":8,"trials":100}},"missing":{}}}', '{"duplicate_units":0,"units_in_two_arms":0,"incomplete_pairs":0,"rows_without_arm":0,"unknown_arms":{},"examples":[]}', 5, 'a slip', '2efafdd863d64b89b480812c75c3b7bc', 100);












INSERT INTO whatsticks.segment VALUES (1, 2, 'Night owls'' "club"', '', '', '', '["顧客の声","%s \\n"]', 4, '', '32ce138c0b5748f0aae87f39308ef546', 'night owls'' "club"
顧客の声
%s \n', DEFAULT);



INSERT INTO whatsticks.source VALUES (1, 1, 'besöker''s', 'postgresql://${ME}@db/shop', '', 'select ''%s'' as "who"', '[]', '', '3119c61af3a54aa38286a002fca33a30', 'besöker''s
postgresql://${me}@db/shop');



INSERT INTO whatsticks.trail VALUES (1, '2026-03-02T09:01:00.000000Z', 'Ann', 'add', 'S1', 'Added segment S1 “Night owls'' "club"”.', '{"segment":{"demographics":"","description":"","expectations":["顧客の声","%s \\n"],"id":1,"name":"Night owls'' \"club\"","psychographics":"","size":9000000000,"uid":"32ce138c0b5748f0aae87f39308ef546","version":1,"where_to_find":""}}', '0000000000000000000000000000000000000000000000000000000000000000', 'de67920cbcd02ca140c8dbbad41791a3a71169868b29b4f373de1b11b5d3d54e');
INSERT INTO whatsticks.trail VALUES (2, '2026-03-02T09:02:00.000000Z', 'Ann', 'add', 'H1', 'Added hypothesis H1 “They''d order at 3 a.m. — 👩‍👩‍👧”.', '{"hypothesis":{"behaviour":"","competing":"","id":1,"importance":3,"money_asked":0.0,"need":"","offer":"","owner":"","person_days_asked":0.0,"prior":0.3,"risk":"desirability","segment_id":1,"title":"They''d order at 3 a.m. — 👩‍👩‍👧","uid":"cca0c315beb4402d9f1863e7a55c1bef","value_if_true":0.0,"version":1}}', 'de67920cbcd02ca140c8dbbad41791a3a71169868b29b4f373de1b11b5d3d54e', 'f8a68878be4736a2a8a69372f3a1025256f78199ac68b1872b340c1604d1dba1');
INSERT INTO whatsticks.trail VALUES (3, '2026-03-02T09:03:00.000000Z', 'Ann', 'add', 'E1', 'Added experiment E1 “Ad 1”.', '{"experiment":{"abandoned_why":"","amendments":[],"budget":{"calendar_days":null,"money":null,"person_days":null},"concluded_at":null,"hypothesis_id":1,"id":1,"kind":"","locked_at":null,"owner":"","plan":null,"plan_hash":"","spend":{"money":0.0,"person_days":0.0},"stage":"draft","started_at":null,"title":"Ad 1","uid":"1832c2ed22a34bfc91cb4299157421d4","version":1,"we_will":"ask;\n''--"}}', 'f8a68878be4736a2a8a69372f3a1025256f78199ac68b1872b340c1604d1dba1', '3233aa6c2614d7660b9cdd3905326bdd5314adfa2932f3c3838914afc854268a');
INSERT INTO whatsticks.trail VALUES (4, '2026-03-02T09:04:00.000000Z', 'Ann', 'add', 'E2', 'Added experiment E2 “Ad 2”.', '{"experiment":{"abandoned_why":"","amendments":[],"budget":{"calendar_days":null,"money":null,"person_days":null},"concluded_at":null,"hypothesis_id":1,"id":2,"kind":"","locked_at":null,"owner":"","plan":null,"plan_hash":"","spend":{"money":0.0,"person_days":0.0},"stage":"draft","started_at":null,"title":"Ad 2","uid":"b1075e1d6b12465d8addeede101270f0","version":1,"we_will":"ask;\n''--"}}', '3233aa6c2614d7660b9cdd3905326bdd5314adfa2932f3c3838914afc854268a', '0f4147f8940896f94d0578b62addea2918b4191f883a8dca3ac099e22259a674');
INSERT INTO whatsticks.trail VALUES (5, '2026-03-02T09:05:00.000000Z', 'Ann', 'plan', 'E2', 'Set the plan of E2 “Ad 2” (698e843c).', '{"experiment":{"abandoned_why":"","amendments":[],"budget":{"calendar_days":null,"money":null,"person_days":null},"concluded_at":null,"hypothesis_id":1,"id":2,"kind":"","locked_at":null,"owner":"","plan":{"alpha":0.05,"beta":0.2,"columns":{"arm":"","cluster":"","pair":"","time":"","unit":""},"comparison":"benchmark","control":"","deadline":null,"futility":"obrien-fleming","looks":null,"metric":[{"bar":0.05,"baseline":null,"column":"","correlation":null,"covariates":[],"denominator":"","direction":"increase","discordant":null,"event":"","exposure":"","exposure_per_unit":null,"horizon":null,"kind":"proportion","levels":[],"loss":0.0,"margin":null,"name":"signed up","numerator":"","prices":[],"role":"success","scale":"difference","score":"usual","sd":null,"second_coder":"","target":0.08,"time":"","top":1,"unit":""}],"monitoring":"fixed","pace":{"cost_per_unit":0.0,"fixed_cost":0.0,"person_days":0.0,"setup_days":0.0,"units_per_day":null,"weekly":false},"planned_size":200,"prior":null,"shares":{},"spending":"obrien-fleming","start":null,"success":"all","title":"Untitled test"},"plan_hash":"","spend":{"money":0.0,"person_days":0.0},"stage":"draft","started_at":null,"title":"Ad 2","uid":"b1075e1d6b12465d8addeede101270f0","version":2,"we_will":"ask;\n''--"}}', '0f4147f8940896f94d0578b62addea2918b4191f883a8dca3ac099e22259a674', 'cdcaf9b6ccd247e8b714fb9f0c947c58dfb002971956b1aab2ab4ccca5d4ece8');
INSERT INTO whatsticks.trail VALUES (6, '2026-03-02T09:06:00.000000Z', 'Ann', 'lock', 'E2', 'Locked the plan of E2 “Ad 2” (239a3d59).', '{"experiment":{"abandoned_why":"","amendments":[],"budget":{"calendar_days":null,"money":null,"person_days":null},"concluded_at":null,"hypothesis_id":1,"id":2,"kind":"","locked_at":"2026-03-02T09:06:00Z","owner":"","plan":{"alpha":0.05,"beta":0.2,"columns":{"arm":"","cluster":"","pair":"","time":"","unit":""},"comparison":"benchmark","control":"","deadline":null,"futility":"obrien-fleming","looks":null,"metric":[{"bar":0.05,"baseline":null,"column":"","correlation":null,"covariates":[],"denominator":"","direction":"increase","discordant":null,"event":"","exposure":"","exposure_per_unit":null,"horizon":null,"kind":"proportion","levels":[],"loss":0.0,"margin":null,"name":"signed up","numerator":"","prices":[],"role":"success","scale":"difference","score":"usual","sd":null,"second_coder":"","target":0.08,"time":"","top":1,"unit":""}],"monitoring":"fixed","pace":{"cost_per_unit":0.0,"fixed_cost":0.0,"person_days":0.0,"setup_days":0.0,"units_per_day":null,"weekly":false},"planned_size":200,"prior":0.3,"shares":{},"spending":"obrien-fleming","start":null,"success":"all","title":"Untitled test"},"plan_hash":"239a3d590ff4cd1090d956aa39a613ee59cad9cf8bb2cf8d86d04c09e5af11e1","spend":{"money":0.0,"person_days":0.0},"stage":"locked","started_at":null,"title":"Ad 2","uid":"b1075e1d6b12465d8addeede101270f0","version":3,"we_will":"ask;\n''--"}}', 'cdcaf9b6ccd247e8b714fb9f0c947c58dfb002971956b1aab2ab4ccca5d4ece8', 'a8664c56d595618883a80bd33f382ad61415979e3e6ee46123c60d4574573090');
INSERT INTO whatsticks.trail VALUES (7, '2026-03-02T09:07:00.000000Z', 'Ann', 'add', 'E3', 'Added experiment E3 “Ad 3”.', '{"experiment":{"abandoned_why":"","amendments":[],"budget":{"calendar_days":null,"money":null,"person_days":null},"concluded_at":null,"hypothesis_id":1,"id":3,"kind":"","locked_at":null,"owner":"","plan":null,"plan_hash":"","spend":{"money":0.0,"person_days":0.0},"stage":"draft","started_at":null,"title":"Ad 3","uid":"9a7471ea4427482a96a2ea274278dd8e","version":1,"we_will":"ask;\n''--"}}', 'a8664c56d595618883a80bd33f382ad61415979e3e6ee46123c60d4574573090', '1d3aa9b9ba47881effbb70f796a177ec063e4de0476f85ffffc56da6cadd616d');
INSERT INTO whatsticks.trail VALUES (8, '2026-03-02T09:08:00.000000Z', 'Ann', 'plan', 'E3', 'Set the plan of E3 “Ad 3” (698e843c).', '{"experiment":{"abandoned_why":"","amendments":[],"budget":{"calendar_days":null,"money":null,"person_days":null},"concluded_at":null,"hypothesis_id":1,"id":3,"kind":"","locked_at":null,"owner":"","plan":{"alpha":0.05,"beta":0.2,"columns":{"arm":"","cluster":"","pair":"","time":"","unit":""},"comparison":"benchmark","control":"","deadline":null,"futility":"obrien-fleming","looks":null,"metric":[{"bar":0.05,"baseline":null,"column":"","correlation":null,"covariates":[],"denominator":"","direction":"increase","discordant":null,"event":"","exposure":"","exposure_per_unit":null,"horizon":null,"kind":"proportion","levels":[],"loss":0.0,"margin":null,"name":"signed up","numerator":"","prices":[],"role":"success","scale":"difference","score":"usual","sd":null,"second_coder":"","target":0.08,"time":"","top":1,"unit":""}],"monitoring":"fixed","pace":{"cost_per_unit":0.0,"fixed_cost":0.0,"person_days":0.0,"setup_days":0.0,"units_per_day":null,"weekly":false},"planned_size":200,"prior":null,"shares":{},"spending":"obrien-fleming","start":null,"success":"all","title":"Untitled test"},"plan_hash":"","spend":{"money":0.0,"person_days":0.0},"stage":"draft","started_at":null,"title":"Ad 3","uid":"9a7471ea4427482a96a2ea274278dd8e","version":2,"we_will":"ask;\n''--"}}', '1d3aa9b9ba47881effbb70f796a177ec063e4de0476f85ffffc56da6cadd616d', 'd66a937bd025c8310427af7b8050a4016181fca351a7c39770b6db43d0e72fa3');
INSERT INTO whatsticks.trail VALUES (24, '2026-03-02T09:22:00.000000Z', 'Ann', 'add', 'D1', 'Added source D1 “besöker''s”.', '{"source":{"address":"postgresql://${ME}@db/shop","columns":[],"id":1,"name":"besöker''s","query":"select ''%s'' as \"who\"","table":"","time_zone":"","uid":"3119c61af3a54aa38286a002fca33a30","version":1}}', '5069f653ba313718ab70fec8b5cfc1257c01219257bc79d800039433f791f895', '496b1e2adb0b7a74e7ea671d996939b6f072618c055edf60df2e59bb2ea94391');
INSERT INTO whatsticks.trail VALUES (9, '2026-03-02T09:09:00.000000Z', 'Ann', 'lock', 'E3', 'Locked the plan of E3 “Ad 3” (239a3d59).', '{"experiment":{"abandoned_why":"","amendments":[],"budget":{"calendar_days":null,"money":null,"person_days":null},"concluded_at":null,"hypothesis_id":1,"id":3,"kind":"","locked_at":"2026-03-02T09:09:00Z","owner":"","plan":{"alpha":0.05,"beta":0.2,"columns":{"arm":"","cluster":"","pair":"","time":"","unit":""},"comparison":"benchmark","control":"","deadline":null,"futility":"obrien-fleming","looks":null,"metric":[{"bar":0.05,"baseline":null,"column":"","correlation":null,"covariates":[],"denominator":"","direction":"increase","discordant":null,"event":"","exposure":"","exposure_per_unit":null,"horizon":null,"kind":"proportion","levels":[],"loss":0.0,"margin":null,"name":"signed up","numerator":"","prices":[],"role":"success","scale":"difference","score":"usual","sd":null,"second_coder":"","target":0.08,"time":"","top":1,"unit":""}],"monitoring":"fixed","pace":{"cost_per_unit":0.0,"fixed_cost":0.0,"person_days":0.0,"setup_days":0.0,"units_per_day":null,"weekly":false},"planned_size":200,"prior":0.3,"shares":{},"spending":"obrien-fleming","start":null,"success":"all","title":"Untitled test"},"plan_hash":"239a3d590ff4cd1090d956aa39a613ee59cad9cf8bb2cf8d86d04c09e5af11e1","spend":{"money":0.0,"person_days":0.0},"stage":"locked","started_at":null,"title":"Ad 3","uid":"9a7471ea4427482a96a2ea274278dd8e","version":3,"we_will":"ask;\n''--"}}', 'd66a937bd025c8310427af7b8050a4016181fca351a7c39770b6db43d0e72fa3', '97b35563f04db347928b457184d8075b5526c3f85982618eedcbdd7324d2c4b7');
INSERT INTO whatsticks.trail VALUES (10, '2026-03-02T09:10:00.000000Z', 'Ann', 'start', 'E3', 'Started E3 “Ad 3”.', '{"experiment":{"abandoned_why":"","amendments":[],"budget":{"calendar_days":null,"money":null,"person_days":null},"concluded_at":null,"hypothesis_id":1,"id":3,"kind":"","locked_at":"2026-03-02T09:09:00Z","owner":"","plan":{"alpha":0.05,"beta":0.2,"columns":{"arm":"","cluster":"","pair":"","time":"","unit":""},"comparison":"benchmark","control":"","deadline":null,"futility":"obrien-fleming","looks":null,"metric":[{"bar":0.05,"baseline":null,"column":"","correlation":null,"covariates":[],"denominator":"","direction":"increase","discordant":null,"event":"","exposure":"","exposure_per_unit":null,"horizon":null,"kind":"proportion","levels":[],"loss":0.0,"margin":null,"name":"signed up","numerator":"","prices":[],"role":"success","scale":"difference","score":"usual","sd":null,"second_coder":"","target":0.08,"time":"","top":1,"unit":""}],"monitoring":"fixed","pace":{"cost_per_unit":0.0,"fixed_cost":0.0,"person_days":0.0,"setup_days":0.0,"units_per_day":null,"weekly":false},"planned_size":200,"prior":0.3,"shares":{},"spending":"obrien-fleming","start":null,"success":"all","title":"Untitled test"},"plan_hash":"239a3d590ff4cd1090d956aa39a613ee59cad9cf8bb2cf8d86d04c09e5af11e1","spend":{"money":0.0,"person_days":0.0},"stage":"running","started_at":"2026-03-02T09:10:00Z","title":"Ad 3","uid":"9a7471ea4427482a96a2ea274278dd8e","version":4,"we_will":"ask;\n''--"}}', '97b35563f04db347928b457184d8075b5526c3f85982618eedcbdd7324d2c4b7', '112505abd0f31a5b0e9156adff212a4bf4652cbb4fa7540f792b8a5764e41386');
INSERT INTO whatsticks.trail VALUES (11, '2026-03-02T09:10:00.000000Z', 'Ann', 'record', 'E3', 'Recorded batch 1 of E3 “Ad 3”: 100 units.', '{"observation":{"arms":{"all":{"missing":{},"statistics":{"signed up":{"kind":"counts","successes":9,"trials":100}},"units":100}},"at":"2026-03-02T09:10:00Z","experiment_id":3,"faults":{"duplicate_units":0,"examples":[],"incomplete_pairs":0,"rows_without_arm":0,"units_in_two_arms":0,"unknown_arms":{}},"id":1,"recorded_by":"Ann","source":{"digest":"","first":null,"kind":"typed","last":null,"name":"","rows":null},"strength":2,"supersedes":null,"uid":"86adc6e46779463691abedd3ba8df1d9","version":1,"why":""}}', '112505abd0f31a5b0e9156adff212a4bf4652cbb4fa7540f792b8a5764e41386', 'db21a6f1472664f3e51ff54fa5be28618fbaec78e0c3d23bf0be33e5fdea6a3b');
INSERT INTO whatsticks.trail VALUES (12, '2026-03-02T09:11:00.000000Z', 'Ann', 'record', 'E3', 'Recorded batch 2 of E3 “Ad 3”: 90 units.', '{"observation":{"arms":{"all":{"missing":{},"statistics":{"signed up":{"kind":"counts","successes":80,"trials":90}},"units":90}},"at":"2026-03-02T09:11:00Z","experiment_id":3,"faults":{"duplicate_units":0,"examples":[],"incomplete_pairs":0,"rows_without_arm":0,"units_in_two_arms":0,"unknown_arms":{}},"id":2,"recorded_by":"Ann","source":{"digest":"","first":null,"kind":"typed","last":null,"name":"","rows":null},"strength":2,"supersedes":null,"uid":"fc324c008cde4e40a1840c6b8028f1f1","version":1,"why":""}}', 'db21a6f1472664f3e51ff54fa5be28618fbaec78e0c3d23bf0be33e5fdea6a3b', 'f8e83dc279d08860fda1cb560579b61630e0c7cc5c5df9ad4613843c79971d62');
INSERT INTO whatsticks.trail VALUES (13, '2026-03-02T09:12:00.000000Z', 'Ann', 'record', 'E3', 'Recorded batch 3 of E3 “Ad 3”: 100 units in place of batch 2.', '{"observation":{"arms":{"all":{"missing":{},"statistics":{"signed up":{"kind":"counts","successes":8,"trials":100}},"units":100}},"at":"2026-03-02T09:12:00Z","experiment_id":3,"faults":{"duplicate_units":0,"examples":[],"incomplete_pairs":0,"rows_without_arm":0,"units_in_two_arms":0,"unknown_arms":{}},"id":3,"recorded_by":"Ann","source":{"digest":"","first":null,"kind":"typed","last":null,"name":"","rows":null},"strength":2,"supersedes":2,"uid":"019099a0ea2c4ad2b5e1d0d8f3033e1f","version":1,"why":"a slip"}}', 'f8e83dc279d08860fda1cb560579b61630e0c7cc5c5df9ad4613843c79971d62', '2c01665e0b1eafe9939348cdcdd1158bf1199f4742d2f5f92528599a52b4614c');
INSERT INTO whatsticks.trail VALUES (14, '2026-03-02T09:13:00.000000Z', 'Ann', 'add', 'E4', 'Added experiment E4 “Ad 4”.', '{"experiment":{"abandoned_why":"","amendments":[],"budget":{"calendar_days":null,"money":null,"person_days":null},"concluded_at":null,"hypothesis_id":1,"id":4,"kind":"","locked_at":null,"owner":"","plan":null,"plan_hash":"","spend":{"money":0.0,"person_days":0.0},"stage":"draft","started_at":null,"title":"Ad 4","uid":"1b236c59a1cc487ca130871dfde2ee4f","version":1,"we_will":"ask;\n''--"}}', '2c01665e0b1eafe9939348cdcdd1158bf1199f4742d2f5f92528599a52b4614c', 'd54ae64de3de9031af3d214628af87e6840ef3255d2fc86ee53a042b6ed599df');
INSERT INTO whatsticks.trail VALUES (15, '2026-03-02T09:14:00.000000Z', 'Ann', 'plan', 'E4', 'Set the plan of E4 “Ad 4” (698e843c).', '{"experiment":{"abandoned_why":"","amendments":[],"budget":{"calendar_days":null,"money":null,"person_days":null},"concluded_at":null,"hypothesis_id":1,"id":4,"kind":"","locked_at":null,"owner":"","plan":{"alpha":0.05,"beta":0.2,"columns":{"arm":"","cluster":"","pair":"","time":"","unit":""},"comparison":"benchmark","control":"","deadline":null,"futility":"obrien-fleming","looks":null,"metric":[{"bar":0.05,"baseline":null,"column":"","correlation":null,"covariates":[],"denominator":"","direction":"increase","discordant":null,"event":"","exposure":"","exposure_per_unit":null,"horizon":null,"kind":"proportion","levels":[],"loss":0.0,"margin":null,"name":"signed up","numerator":"","prices":[],"role":"success","scale":"difference","score":"usual","sd":null,"second_coder":"","target":0.08,"time":"","top":1,"unit":""}],"monitoring":"fixed","pace":{"cost_per_unit":0.0,"fixed_cost":0.0,"person_days":0.0,"setup_days":0.0,"units_per_day":null,"weekly":false},"planned_size":200,"prior":null,"shares":{},"spending":"obrien-fleming","start":null,"success":"all","title":"Untitled test"},"plan_hash":"","spend":{"money":0.0,"person_days":0.0},"stage":"draft","started_at":null,"title":"Ad 4","uid":"1b236c59a1cc487ca130871dfde2ee4f","version":2,"we_will":"ask;\n''--"}}', 'd54ae64de3de9031af3d214628af87e6840ef3255d2fc86ee53a042b6ed599df', '1bece4e84411ae5ba3ae0652f76f91a715ca1ad74db6ba924b0606ff3ee7662f');
INSERT INTO whatsticks.trail VALUES (16, '2026-03-02T09:15:00.000000Z', 'Ann', 'lock', 'E4', 'Locked the plan of E4 “Ad 4” (239a3d59).', '{"experiment":{"abandoned_why":"","amendments":[],"budget":{"calendar_days":null,"money":null,"person_days":null},"concluded_at":null,"hypothesis_id":1,"id":4,"kind":"","locked_at":"2026-03-02T09:15:00Z","owner":"","plan":{"alpha":0.05,"beta":0.2,"columns":{"arm":"","cluster":"","pair":"","time":"","unit":""},"comparison":"benchmark","control":"","deadline":null,"futility":"obrien-fleming","looks":null,"metric":[{"bar":0.05,"baseline":null,"column":"","correlation":null,"covariates":[],"denominator":"","direction":"increase","discordant":null,"event":"","exposure":"","exposure_per_unit":null,"horizon":null,"kind":"proportion","levels":[],"loss":0.0,"margin":null,"name":"signed up","numerator":"","prices":[],"role":"success","scale":"difference","score":"usual","sd":null,"second_coder":"","target":0.08,"time":"","top":1,"unit":""}],"monitoring":"fixed","pace":{"cost_per_unit":0.0,"fixed_cost":0.0,"person_days":0.0,"setup_days":0.0,"units_per_day":null,"weekly":false},"planned_size":200,"prior":0.3,"shares":{},"spending":"obrien-fleming","start":null,"success":"all","title":"Untitled test"},"plan_hash":"239a3d590ff4cd1090d956aa39a613ee59cad9cf8bb2cf8d86d04c09e5af11e1","spend":{"money":0.0,"person_days":0.0},"stage":"locked","started_at":null,"title":"Ad 4","uid":"1b236c59a1cc487ca130871dfde2ee4f","version":3,"we_will":"ask;\n''--"}}', '1bece4e84411ae5ba3ae0652f76f91a715ca1ad74db6ba924b0606ff3ee7662f', '22abb52e7a6c19379fdcc3a08fdcf1a39e6593db9093016e928363a024a70181');
INSERT INTO whatsticks.trail VALUES (17, '2026-03-02T09:16:00.000000Z', 'Ann', 'start', 'E4', 'Started E4 “Ad 4”.', '{"experiment":{"abandoned_why":"","amendments":[],"budget":{"calendar_days":null,"money":null,"person_days":null},"concluded_at":null,"hypothesis_id":1,"id":4,"kind":"","locked_at":"2026-03-02T09:15:00Z","owner":"","plan":{"alpha":0.05,"beta":0.2,"columns":{"arm":"","cluster":"","pair":"","time":"","unit":""},"comparison":"benchmark","control":"","deadline":null,"futility":"obrien-fleming","looks":null,"metric":[{"bar":0.05,"baseline":null,"column":"","correlation":null,"covariates":[],"denominator":"","direction":"increase","discordant":null,"event":"","exposure":"","exposure_per_unit":null,"horizon":null,"kind":"proportion","levels":[],"loss":0.0,"margin":null,"name":"signed up","numerator":"","prices":[],"role":"success","scale":"difference","score":"usual","sd":null,"second_coder":"","target":0.08,"time":"","top":1,"unit":""}],"monitoring":"fixed","pace":{"cost_per_unit":0.0,"fixed_cost":0.0,"person_days":0.0,"setup_days":0.0,"units_per_day":null,"weekly":false},"planned_size":200,"prior":0.3,"shares":{},"spending":"obrien-fleming","start":null,"success":"all","title":"Untitled test"},"plan_hash":"239a3d590ff4cd1090d956aa39a613ee59cad9cf8bb2cf8d86d04c09e5af11e1","spend":{"money":0.0,"person_days":0.0},"stage":"running","started_at":"2026-03-02T09:16:00Z","title":"Ad 4","uid":"1b236c59a1cc487ca130871dfde2ee4f","version":4,"we_will":"ask;\n''--"}}', '22abb52e7a6c19379fdcc3a08fdcf1a39e6593db9093016e928363a024a70181', '11cfcd025c992bab789c9af72cf60c012d4e45a41adc4361a24572dd739d7266');
INSERT INTO whatsticks.trail VALUES (18, '2026-03-02T09:16:00.000000Z', 'Ann', 'record', 'E4', 'Recorded batch 4 of E4 “Ad 4”: 100 units.', '{"observation":{"arms":{"all":{"missing":{},"statistics":{"signed up":{"kind":"counts","successes":9,"trials":100}},"units":100}},"at":"2026-03-02T09:16:00Z","experiment_id":4,"faults":{"duplicate_units":0,"examples":[],"incomplete_pairs":0,"rows_without_arm":0,"units_in_two_arms":0,"unknown_arms":{}},"id":4,"recorded_by":"Ann","source":{"digest":"","first":null,"kind":"typed","last":null,"name":"","rows":null},"strength":2,"supersedes":null,"uid":"c8314a926f9e4975a7f06e5a9c77d26b","version":1,"why":""}}', '11cfcd025c992bab789c9af72cf60c012d4e45a41adc4361a24572dd739d7266', 'b3f5d44471e7a838fb3889efccea2fc399327056a074f36fd683435d8af3be20');
INSERT INTO whatsticks.trail VALUES (19, '2026-03-02T09:17:00.000000Z', 'Ann', 'record', 'E4', 'Recorded batch 5 of E4 “Ad 4”: 90 units.', '{"observation":{"arms":{"all":{"missing":{},"statistics":{"signed up":{"kind":"counts","successes":80,"trials":90}},"units":90}},"at":"2026-03-02T09:17:00Z","experiment_id":4,"faults":{"duplicate_units":0,"examples":[],"incomplete_pairs":0,"rows_without_arm":0,"units_in_two_arms":0,"unknown_arms":{}},"id":5,"recorded_by":"Ann","source":{"digest":"","first":null,"kind":"typed","last":null,"name":"","rows":null},"strength":2,"supersedes":null,"uid":"7eb29ded5e044ee7a83c1a9944977812","version":1,"why":""}}', 'b3f5d44471e7a838fb3889efccea2fc399327056a074f36fd683435d8af3be20', '18f084c7c08ed43890196aa3c0325d519a6a122d398f50e162dbaffeac17696f');
INSERT INTO whatsticks.trail VALUES (20, '2026-03-02T09:18:00.000000Z', 'Ann', 'record', 'E4', 'Recorded batch 6 of E4 “Ad 4”: 100 units in place of batch 5.', '{"observation":{"arms":{"all":{"missing":{},"statistics":{"signed up":{"kind":"counts","successes":8,"trials":100}},"units":100}},"at":"2026-03-02T09:18:00Z","experiment_id":4,"faults":{"duplicate_units":0,"examples":[],"incomplete_pairs":0,"rows_without_arm":0,"units_in_two_arms":0,"unknown_arms":{}},"id":6,"recorded_by":"Ann","source":{"digest":"","first":null,"kind":"typed","last":null,"name":"","rows":null},"strength":2,"supersedes":5,"uid":"2efafdd863d64b89b480812c75c3b7bc","version":1,"why":"a slip"}}', '18f084c7c08ed43890196aa3c0325d519a6a122d398f50e162dbaffeac17696f', '9289e69fedfa7ba29ac4e59c65e95241598ae854b918922f3c6fa996d23d909a');
INSERT INTO whatsticks.trail VALUES (21, '2026-03-02T09:20:00.000000Z', 'Ann', 'conclude', 'E4', 'Concluded E4 “Ad 4”: no more results will be recorded.', '{"experiment":{"abandoned_why":"","amendments":[],"budget":{"calendar_days":null,"money":null,"person_days":null},"concluded_at":"2026-03-02T09:20:00Z","hypothesis_id":1,"id":4,"kind":"","locked_at":"2026-03-02T09:15:00Z","owner":"","plan":{"alpha":0.05,"beta":0.2,"columns":{"arm":"","cluster":"","pair":"","time":"","unit":""},"comparison":"benchmark","control":"","deadline":null,"futility":"obrien-fleming","looks":null,"metric":[{"bar":0.05,"baseline":null,"column":"","correlation":null,"covariates":[],"denominator":"","direction":"increase","discordant":null,"event":"","exposure":"","exposure_per_unit":null,"horizon":null,"kind":"proportion","levels":[],"loss":0.0,"margin":null,"name":"signed up","numerator":"","prices":[],"role":"success","scale":"difference","score":"usual","sd":null,"second_coder":"","target":0.08,"time":"","top":1,"unit":""}],"monitoring":"fixed","pace":{"cost_per_unit":0.0,"fixed_cost":0.0,"person_days":0.0,"setup_days":0.0,"units_per_day":null,"weekly":false},"planned_size":200,"prior":0.3,"shares":{},"spending":"obrien-fleming","start":null,"success":"all","title":"Untitled test"},"plan_hash":"239a3d590ff4cd1090d956aa39a613ee59cad9cf8bb2cf8d86d04c09e5af11e1","spend":{"money":0.0,"person_days":0.0},"stage":"concluded","started_at":"2026-03-02T09:16:00Z","title":"Ad 4","uid":"1b236c59a1cc487ca130871dfde2ee4f","version":5,"we_will":"ask;\n''--"}}', '9289e69fedfa7ba29ac4e59c65e95241598ae854b918922f3c6fa996d23d909a', '9b78070120d26ea82412acbe796dda8cbdd5b0c1c47c1e2b65ddf9a60ea126b3');
INSERT INTO whatsticks.trail VALUES (22, '2026-03-02T09:20:00.000000Z', 'Ann', 'decide', 'E4', 'Decided on E4 “Ad 4”: stop, against the verdict (invest).', '{"decision":{"at":"2026-03-02T09:20:00Z","choice":"stop","customers_told":"","experiment_id":4,"id":1,"learning":"they sleep","money":0.0,"next_step":"","person_days":0.0,"seconded_by":"","uid":"724e0af7f7c84754a140f466516ab605","verdict":{"best_arm":"","caution":{"assumed":false,"false_positive_risk":0.1272727272727273,"prior":0.3,"shrunk":[{"arm":"all","estimate":0.0775192599097592,"name":"signed up","weight":0.8861805495189292}]},"health":[{"check":"arms","limit":1.0,"message":"every planned arm has units","status":"ok","value":1.0}],"judge_version":"1.3","looks":[],"metrics":[{"alpha":0.05,"alpha_spent":null,"arm":"all","bar":0.05,"beside":[],"beta":0.2,"beta_spent":null,"ci95":[0.05029591863025728,0.13260516582955234],"direction":"increase","e_bar":null,"estimate":0.085,"finding":"clears the bar","horizon":null,"kind":"proportion","lower":0.05488327785186638,"method":"exact binomial (Clopper–Pearson)","n":{"all":200},"name":"signed up","observed":{"all":"17 of 200 (8.5%)"},"p_bar":0.023799459747172708,"p_target":0.6633730256522926,"role":"success","scale":"difference","score":"usual","target":0.08,"unit":"","upper":0.10599387715441241}],"next_step":"Release the next investment, and plan the next test at a stronger kind of evidence.","not_said":"It does not say that the effect is as large as measured: a bet at the bar would still pass up to 5% of the time, and a result that passed tends to flatter. If 30 in 100 such ideas are truly better than the bar, 13% of such verdicts are false. Shrunk towards what was believed before, the effect is about 7.75% (signed up).","outlook":null,"plan_hash":"239a3d590ff4cd1090d956aa39a613ee59cad9cf8bb2cf8d86d04c09e5af11e1","progress":{"planned":200,"units":200},"reason":"signed up: 17 of 200 (8.5%). Even allowing for chance it is at least 5.49%, above your bar of 5%.","stopped_at":null,"title":"Untitled test","verdict":"invest","warnings":[]},"version":1,"who":"Ann","why":"because of all that was seen here"},"experiment":{"abandoned_why":"","amendments":[],"budget":{"calendar_days":null,"money":null,"person_days":null},"concluded_at":"2026-03-02T09:20:00Z","hypothesis_id":1,"id":4,"kind":"","locked_at":"2026-03-02T09:15:00Z","owner":"","plan":{"alpha":0.05,"beta":0.2,"columns":{"arm":"","cluster":"","pair":"","time":"","unit":""},"comparison":"benchmark","control":"","deadline":null,"futility":"obrien-fleming","looks":null,"metric":[{"bar":0.05,"baseline":null,"column":"","correlation":null,"covariates":[],"denominator":"","direction":"increase","discordant":null,"event":"","exposure":"","exposure_per_unit":null,"horizon":null,"kind":"proportion","levels":[],"loss":0.0,"margin":null,"name":"signed up","numerator":"","prices":[],"role":"success","scale":"difference","score":"usual","sd":null,"second_coder":"","target":0.08,"time":"","top":1,"unit":""}],"monitoring":"fixed","pace":{"cost_per_unit":0.0,"fixed_cost":0.0,"person_days":0.0,"setup_days":0.0,"units_per_day":null,"weekly":false},"planned_size":200,"prior":0.3,"shares":{},"spending":"obrien-fleming","start":null,"success":"all","title":"Untitled test"},"plan_hash":"239a3d590ff4cd1090d956aa39a613ee59cad9cf8bb2cf8d86d04c09e5af11e1","spend":{"money":0.0,"person_days":0.0},"stage":"decided","started_at":"2026-03-02T09:16:00Z","title":"Ad 4","uid":"1b236c59a1cc487ca130871dfde2ee4f","version":6,"we_will":"ask;\n''--"}}', '9b78070120d26ea82412acbe796dda8cbdd5b0c1c47c1e2b65ddf9a60ea126b3', 'a7faf864de2d172fa5df94c65e524e0e4446aa445d985a1930f022272537db68');
INSERT INTO whatsticks.trail VALUES (23, '2026-03-02T09:21:00.000000Z', 'Ann', 'edit', 'S1', 'Changed the size of segment S1 “Night owls'' "club"”.', '{"segment":{"demographics":"","description":"","expectations":["顧客の声","%s \\n"],"id":1,"name":"Night owls'' \"club\"","psychographics":"","size":4,"uid":"32ce138c0b5748f0aae87f39308ef546","version":2,"where_to_find":""}}', 'a7faf864de2d172fa5df94c65e524e0e4446aa445d985a1930f022272537db68', '5069f653ba313718ab70fec8b5cfc1257c01219257bc79d800039433f791f895');



ALTER TABLE ONLY whatsticks.alembic_version
    ADD CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num);



ALTER TABLE ONLY whatsticks.decision
    ADD CONSTRAINT pk_decision PRIMARY KEY (id);



ALTER TABLE ONLY whatsticks.experiment
    ADD CONSTRAINT pk_experiment PRIMARY KEY (id);



ALTER TABLE ONLY whatsticks.hypothesis
    ADD CONSTRAINT pk_hypothesis PRIMARY KEY (id);



ALTER TABLE ONLY whatsticks.observation
    ADD CONSTRAINT pk_observation PRIMARY KEY (id);



ALTER TABLE ONLY whatsticks.proposal
    ADD CONSTRAINT pk_proposal PRIMARY KEY (id);



ALTER TABLE ONLY whatsticks.review
    ADD CONSTRAINT pk_review PRIMARY KEY (id);



ALTER TABLE ONLY whatsticks.rules
    ADD CONSTRAINT pk_rules PRIMARY KEY (id);



ALTER TABLE ONLY whatsticks.segment
    ADD CONSTRAINT pk_segment PRIMARY KEY (id);



ALTER TABLE ONLY whatsticks.source
    ADD CONSTRAINT pk_source PRIMARY KEY (id);



ALTER TABLE ONLY whatsticks.trail
    ADD CONSTRAINT pk_trail PRIMARY KEY (seq);



ALTER TABLE ONLY whatsticks.decision
    ADD CONSTRAINT uq_decision_experiment_id UNIQUE (experiment_id);



ALTER TABLE ONLY whatsticks.decision
    ADD CONSTRAINT uq_decision_uid UNIQUE (uid);



ALTER TABLE ONLY whatsticks.experiment
    ADD CONSTRAINT uq_experiment_uid UNIQUE (uid);



ALTER TABLE ONLY whatsticks.hypothesis
    ADD CONSTRAINT uq_hypothesis_uid UNIQUE (uid);



ALTER TABLE ONLY whatsticks.observation
    ADD CONSTRAINT uq_observation_supersedes UNIQUE (supersedes);



ALTER TABLE ONLY whatsticks.observation
    ADD CONSTRAINT uq_observation_uid UNIQUE (uid);



ALTER TABLE ONLY whatsticks.proposal
    ADD CONSTRAINT uq_proposal_uid UNIQUE (uid);



ALTER TABLE ONLY whatsticks.review
    ADD CONSTRAINT uq_review_proposal_id UNIQUE (proposal_id);



ALTER TABLE ONLY whatsticks.review
    ADD CONSTRAINT uq_review_uid UNIQUE (uid);



ALTER TABLE ONLY whatsticks.rules
    ADD CONSTRAINT uq_rules_uid UNIQUE (uid);



ALTER TABLE ONLY whatsticks.segment
    ADD CONSTRAINT uq_segment_uid UNIQUE (uid);



ALTER TABLE ONLY whatsticks.source
    ADD CONSTRAINT uq_source_uid UNIQUE (uid);



ALTER TABLE ONLY whatsticks.trail
    ADD CONSTRAINT uq_trail_hash UNIQUE (hash);



CREATE INDEX ix_decision_words ON whatsticks.decision USING gin (words) WITH (fastupdate=off);



CREATE INDEX ix_experiment_hypothesis_id_id ON whatsticks.experiment USING btree (hypothesis_id, id);



CREATE INDEX ix_experiment_stage_id ON whatsticks.experiment USING btree (stage, id);



CREATE INDEX ix_experiment_words ON whatsticks.experiment USING gin (words) WITH (fastupdate=off);



CREATE INDEX ix_hypothesis_segment_id_id ON whatsticks.hypothesis USING btree (segment_id, id);



CREATE INDEX ix_hypothesis_words ON whatsticks.hypothesis USING gin (words) WITH (fastupdate=off);



CREATE INDEX ix_observation_experiment_id_id_total_units_strength ON whatsticks.observation USING btree (experiment_id, id, total_units, strength);



CREATE INDEX ix_observation_experiment_id_supersedes ON whatsticks.observation USING btree (experiment_id, supersedes) WHERE (supersedes IS NOT NULL);



CREATE INDEX ix_proposal_experiment_id_id ON whatsticks.proposal USING btree (experiment_id, id);



CREATE INDEX ix_segment_words ON whatsticks.segment USING gin (words) WITH (fastupdate=off);



CREATE INDEX ix_trail_actor_seq ON whatsticks.trail USING btree (actor, seq);



CREATE INDEX ix_trail_subject_seq ON whatsticks.trail USING btree (subject, seq);



CREATE TRIGGER decision_refuses_change BEFORE DELETE OR UPDATE OR TRUNCATE ON whatsticks.decision FOR EACH STATEMENT EXECUTE FUNCTION whatsticks.refuse_change();

ALTER TABLE whatsticks.decision ENABLE ALWAYS TRIGGER decision_refuses_change;



CREATE TRIGGER observation_refuses_change BEFORE DELETE OR UPDATE OR TRUNCATE ON whatsticks.observation FOR EACH STATEMENT EXECUTE FUNCTION whatsticks.refuse_change();

ALTER TABLE whatsticks.observation ENABLE ALWAYS TRIGGER observation_refuses_change;



CREATE TRIGGER proposal_refuses_change BEFORE DELETE OR UPDATE OR TRUNCATE ON whatsticks.proposal FOR EACH STATEMENT EXECUTE FUNCTION whatsticks.refuse_change();

ALTER TABLE whatsticks.proposal ENABLE ALWAYS TRIGGER proposal_refuses_change;



CREATE TRIGGER review_refuses_change BEFORE DELETE OR UPDATE OR TRUNCATE ON whatsticks.review FOR EACH STATEMENT EXECUTE FUNCTION whatsticks.refuse_change();

ALTER TABLE whatsticks.review ENABLE ALWAYS TRIGGER review_refuses_change;



CREATE TRIGGER trail_refuses_change BEFORE DELETE OR UPDATE OR TRUNCATE ON whatsticks.trail FOR EACH STATEMENT EXECUTE FUNCTION whatsticks.refuse_change();

ALTER TABLE whatsticks.trail ENABLE ALWAYS TRIGGER trail_refuses_change;



CREATE TRIGGER trail_tells_of_change AFTER INSERT ON whatsticks.trail FOR EACH STATEMENT EXECUTE FUNCTION whatsticks.tell_of_change();



ALTER TABLE ONLY whatsticks.decision
    ADD CONSTRAINT fk_decision_experiment_id_experiment FOREIGN KEY (experiment_id) REFERENCES whatsticks.experiment(id);



ALTER TABLE ONLY whatsticks.experiment
    ADD CONSTRAINT fk_experiment_hypothesis_id_hypothesis FOREIGN KEY (hypothesis_id) REFERENCES whatsticks.hypothesis(id);



ALTER TABLE ONLY whatsticks.hypothesis
    ADD CONSTRAINT fk_hypothesis_segment_id_segment FOREIGN KEY (segment_id) REFERENCES whatsticks.segment(id);



ALTER TABLE ONLY whatsticks.observation
    ADD CONSTRAINT fk_observation_experiment_id_experiment FOREIGN KEY (experiment_id) REFERENCES whatsticks.experiment(id);



ALTER TABLE ONLY whatsticks.observation
    ADD CONSTRAINT fk_observation_supersedes_observation FOREIGN KEY (supersedes) REFERENCES whatsticks.observation(id);



ALTER TABLE ONLY whatsticks.proposal
    ADD CONSTRAINT fk_proposal_experiment_id_experiment FOREIGN KEY (experiment_id) REFERENCES whatsticks.experiment(id);



ALTER TABLE ONLY whatsticks.review
    ADD CONSTRAINT fk_review_experiment_id_experiment FOREIGN KEY (experiment_id) REFERENCES whatsticks.experiment(id);



ALTER TABLE ONLY whatsticks.review
    ADD CONSTRAINT fk_review_proposal_id_proposal FOREIGN KEY (proposal_id) REFERENCES whatsticks.proposal(id);




