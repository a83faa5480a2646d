


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



INSERT INTO whatsticks.alembic_version VALUES ('0004');



INSERT INTO whatsticks.decision VALUES (1, 1, 4, 'stop', 'Ann', '2026-03-02 09:20:00+00', 'because of all that was seen here', 'they sleep', '', '', 0, 0, '{"title":"Untitled test","verdict":"invest","reason":"signed up: 17 of 200 (8.5%). Even allowing for chance it is at least 5.49%, above your bar of 5%.","not_said":"It does not say that the effect is as large as measured: a bet at the bar would still pass up to 5% of the time, and a result that passed tends to flatter. If 30 in 100 such ideas are truly better than the bar, 13% of such verdicts are false. Shrunk towards what was believed before, the effect is about 7.75% (signed up).","next_step":"Release the next investment, and plan the next test at a stronger kind of evidence.","best_arm":"","progress":{"units":200,"planned":200},"metrics":[{"name":"signed up","arm":"all","role":"success","kind":"proportion","direction":"increase","scale":"difference","estimate":0.085,"lower":0.05488327785186638,"upper":0.10599387715441241,"bar":0.05,"target":0.08,"p_bar":0.023799459747172708,"p_target":0.6633730256522926,"ci95":[0.05029591863025728,0.13260516582955234],"alpha":0.05,"beta":0.2,"n":{"all":200},"observed":{"all":"17 of 200 (8.5%)"},"method":"exact binomial (Clopper–Pearson)","unit":"","score":"usual","horizon":null,"alpha_spent":null,"beta_spent":null,"e_bar":null,"finding":"clears the bar","beside":[]}],"health":[{"check":"arms","status":"ok","value":1.0,"limit":1.0,"message":"every planned arm has units"}],"warnings":[],"caution":{"prior":0.3,"assumed":false,"false_positive_risk":0.1272727272727273,"shrunk":[{"name":"signed up","arm":"all","estimate":0.0775192599097592,"weight":0.8861805495189292}]},"looks":[],"stopped_at":null,"outlook":null,"plan_hash":"239a3d590ff4cd1090d956aa39a613ee59cad9cf8bb2cf8d86d04c09e5af11e1","judge_version":"1.1"}', '', '61ca62bcb63941bf88a4d063ea288cfd', 'invest', 'they sleep
because of all that was seen here', DEFAULT);



INSERT INTO whatsticks.experiment VALUES (1, 1, 1, 'Ad 1', '', 'ask;
''--', '', '{"money":null,"person_days":null,"calendar_days":null}', '{"money":0.0,"person_days":0.0}', 'draft', NULL, '', NULL, NULL, NULL, '', '[]', 'f52c7ef20f754bc0aa1a63c27bae0665', 'ad 1
ask;
''--', NULL, NULL, NULL, 0, 0, DEFAULT);
INSERT INTO whatsticks.experiment VALUES (2, 3, 1, 'Ad 2', '', 'ask;
''--', '', '{"money":null,"person_days":null,"calendar_days":null}', '{"money":0.0,"person_days":0.0}', 'locked', '{"title":"Untitled test","comparison":"benchmark","control":"","alpha":0.05,"beta":0.2,"monitoring":"fixed","spending":"obrien-fleming","futility":"obrien-fleming","looks":null,"planned_size":200,"prior":0.3,"success":"all","shares":{},"columns":{"arm":"","unit":"","cluster":"","pair":"","time":""},"metric":[{"name":"signed up","role":"success","kind":"proportion","column":"","direction":"increase","scale":"difference","bar":0.05,"target":0.08,"margin":null,"baseline":null,"sd":null,"unit":"","numerator":"","denominator":"","exposure":"","exposure_per_unit":null,"levels":[],"score":"usual","top":1,"time":"","event":"","horizon":null,"loss":0.0,"covariates":[],"correlation":null,"second_coder":"","prices":[],"discordant":null}],"pace":{"units_per_day":null,"setup_days":0.0,"fixed_cost":0.0,"cost_per_unit":0.0,"person_days":0.0,"weekly":false},"start":null,"deadline":null}', '239a3d590ff4cd1090d956aa39a613ee59cad9cf8bb2cf8d86d04c09e5af11e1', '2026-03-02 09:06:00+00', NULL, NULL, '', '[]', 'a064ba28c8934ab08fbd883a6a30b6ed', 'ad 2
ask;
''--', 0.05, 0.2, 200, 0, 0, DEFAULT);
INSERT INTO whatsticks.experiment VALUES (3, 4, 1, 'Ad 3', '', 'ask;
''--', '', '{"money":null,"person_days":null,"calendar_days":null}', '{"money":0.0,"person_days":0.0}', 'running', '{"title":"Untitled test","comparison":"benchmark","control":"","alpha":0.05,"beta":0.2,"monitoring":"fixed","spending":"obrien-fleming","futility":"obrien-fleming","looks":null,"planned_size":200,"prior":0.3,"success":"all","shares":{},"columns":{"arm":"","unit":"","cluster":"","pair":"","time":""},"metric":[{"name":"signed up","role":"success","kind":"proportion","column":"","direction":"increase","scale":"difference","bar":0.05,"target":0.08,"margin":null,"baseline":null,"sd":null,"unit":"","numerator":"","denominator":"","exposure":"","exposure_per_unit":null,"levels":[],"score":"usual","top":1,"time":"","event":"","horizon":null,"loss":0.0,"covariates":[],"correlation":null,"second_coder":"","prices":[],"discordant":null}],"pace":{"units_per_day":null,"setup_days":0.0,"fixed_cost":0.0,"cost_per_unit":0.0,"person_days":0.0,"weekly":false},"start":null,"deadline":null}', '239a3d590ff4cd1090d956aa39a613ee59cad9cf8bb2cf8d86d04c09e5af11e1', '2026-03-02 09:09:00+00', '2026-03-02 09:10:00+00', NULL, '', '[]', '835b57ac7ff64191a81cefcd26af3f86', 'ad 3
ask;
''--', 0.05, 0.2, 200, 0, 0, DEFAULT);
INSERT INTO whatsticks.experiment VALUES (4, 6, 1, 'Ad 4', '', 'ask;
''--', '', '{"money":null,"person_days":null,"calendar_days":null}', '{"money":0.0,"person_days":0.0}', 'decided', '{"title":"Untitled test","comparison":"benchmark","control":"","alpha":0.05,"beta":0.2,"monitoring":"fixed","spending":"obrien-fleming","futility":"obrien-fleming","looks":null,"planned_size":200,"prior":0.3,"success":"all","shares":{},"columns":{"arm":"","unit":"","cluster":"","pair":"","time":""},"metric":[{"name":"signed up","role":"success","kind":"proportion","column":"","direction":"increase","scale":"difference","bar":0.05,"target":0.08,"margin":null,"baseline":null,"sd":null,"unit":"","numerator":"","denominator":"","exposure":"","exposure_per_unit":null,"levels":[],"score":"usual","top":1,"time":"","event":"","horizon":null,"loss":0.0,"covariates":[],"correlation":null,"second_coder":"","prices":[],"discordant":null}],"pace":{"units_per_day":null,"setup_days":0.0,"fixed_cost":0.0,"cost_per_unit":0.0,"person_days":0.0,"weekly":false},"start":null,"deadline":null}', '239a3d590ff4cd1090d956aa39a613ee59cad9cf8bb2cf8d86d04c09e5af11e1', '2026-03-02 09:15:00+00', '2026-03-02 09:16:00+00', '2026-03-02 09:20:00+00', '', '[]', '5c03c0cd07ef4abaa8f21a26dd4fb631', 'ad 4
ask;
''--', 0.05, 0.2, 200, 0, 0, DEFAULT);



INSERT INTO whatsticks.hypothesis VALUES (1, 1, 1, 'They''d order at 3 a.m. — 👩‍👩‍👧', '', '', '', '', 'desirability', 3, 0.3, 0, 0, 0, '', '7551e0888fde42e7bb708ff94b35fb7c', 'they''d order at 3 a.m. — 👩‍👩‍👧', DEFAULT);



INSERT INTO whatsticks.observation VALUES (1, 1, 3, '2026-03-02 09:10:00+00', 'Ann', '{"kind":"typed","name":"","digest":"","rows":null,"first":null,"last":null}', 2, '{"all":{"units":100,"statistics":{"signed up":{"kind":"counts","successes":9,"trials":100}},"missing":{}}}', '{"duplicate_units":0,"units_in_two_arms":0,"incomplete_pairs":0,"rows_without_arm":0,"unknown_arms":{},"examples":[]}', NULL, '', 'c550e9be19cc4cfb9767f80d28c77938', 100);
INSERT INTO whatsticks.observation VALUES (2, 1, 3, '2026-03-02 09:11:00+00', 'Ann', '{"kind":"typed","name":"","digest":"","rows":null,"first":null,"last":null}', 2, '{"all":{"units":90,"statistics":{"signed up":{"kind":"counts","successes":80,"trials":90}},"missing":{}}}', '{"duplicate_units":0,"units_in_two_arms":0,"incomplete_pairs":0,"rows_without_arm":0,"unknown_arms":{},"examples":[]}', NULL, '', '35d36442459a4f4fa4164e242ed89f54', 90);
INSERT INTO whatsticks.observation VALUES (3, 1, 3, '2026-03-02 09:12:00+00', 'Ann', '{"kind":"typed","name":"","digest":"","rows":null,"first":null,"last":null}', 2, '{"all":{"units":100,"statistics":{"signed up":{"kind":"counts","successes":8,"trials":100}},"missing":{}}}', '{"duplicate_units":0,"units_in_two_arms":0,"incomplete_pairs":0,"rows_without_arm":0,"unknown_arms":{},"examples":[]}', 2, 'a slip', '1b23954f818345eeb423943792c78c31', 100);
INSERT INTO whatsticks.observation VALUES (4, 1, 4, '2026-03-02 09:16:00+00', 'Ann', '{"kind":"typed","name":"","digest":"","rows":null,"first":null,"last":null}', 2, '{"all":{"units":100,"statistics":{"signed up":{"kind":"counts","successes":9,"trials":100}},"missing":{}}}', '{"duplicate_units":0,"units_in_two_arms":0,"incomplete_pairs":0,"rows_without_arm":0,"unknown_arms":{},"examples":[]}', NULL, '', 'c9bfbf45e9744982b9bf8099faa964c8', 100);
INSERT INTO whatsticks.observation VALUES (5, 1, 4, '2026-03-02 09:17:00+00', 'Ann', '{"kind":"typed","name":"","digest":"","rows":null,"first":null,"last":null}', 2, '{"all":{"units":90,"statistics":{"signed up":{"kind":"counts","successes":80,"trials":90}},"missing":{}}}', '{"duplicate_units":0,"units_in_two_arms":0,"incomplete_pairs":0,"rows_without_arm":0,"unknown_arms":{},"examples":[]}', NULL, '', '6ad5976c63ce41f798d0acff048e842f', 90);
INSERT INTO whatsticks.observation VALUES (6, 1, 4, '2026-03-02 09:18:00+00', 'Ann', '{"kind":"typed","name":"","digest":"","rows":null,"first":null,"last":null}', 2, '{"all":{"units":100,"statistics":{"signed up":{"kind":"counts","successes":8,"trials":100}},"missing":{}}}', '{"duplicate_units":0,"units_in_two_arms":0,"incomplete_pairs":0,"rows_without_arm":0,"unknown_arms":{},"examples":[]}', 5, 'a slip', '042dad0679154d338e73f032fc615e66', 100);












INSERT INTO whatsticks.segment VALUES (1, 2, 'Night owls'' "club"', '', '', '', '["顧客の声","%s \\n"]', 4, '', '93a11548370e437a94ed577a6ba27709', 'night owls'' "club"
顧客の声
%s \n', DEFAULT);



INSERT INTO whatsticks.source VALUES (1, 1, 'besöker''s', 'postgresql://${ME}@db/shop', '', 'select ''%s'' as "who"', '[]', '', '318fa9c7360844bda2da4089deba41c7', 'besöker''s
postgresql://${me}@db/shop');



INSERT INTO whatsticks.trail VALUES (1, '2026-03-02T09:01:00.000000Z', 'Ann', 'add', 'S1', 'Added segment S1 “Night owls'' "club"”.', '{"segment":{"demographics":"","description":"","expectations":["顧客の声","%s \\n"],"id":1,"name":"Night owls'' \"club\"","psychographics":"","size":9000000000,"uid":"93a11548370e437a94ed577a6ba27709","version":1,"where_to_find":""}}', '0000000000000000000000000000000000000000000000000000000000000000', '943162e51675192e9ddc131d6407fec3f3b4188793a02d3ba7a4485ea8264c4f');
INSERT INTO whatsticks.trail VALUES (2, '2026-03-02T09:02:00.000000Z', 'Ann', 'add', 'H1', 'Added hypothesis H1 “They''d order at 3 a.m. — 👩‍👩‍👧”.', '{"hypothesis":{"behaviour":"","competing":"","id":1,"importance":3,"money_asked":0.0,"need":"","offer":"","owner":"","person_days_asked":0.0,"prior":0.3,"risk":"desirability","segment_id":1,"title":"They''d order at 3 a.m. — 👩‍👩‍👧","uid":"7551e0888fde42e7bb708ff94b35fb7c","value_if_true":0.0,"version":1}}', '943162e51675192e9ddc131d6407fec3f3b4188793a02d3ba7a4485ea8264c4f', '8e934e80ca0562012d26d4ccfaa0987c6005648e03d1049da106b1fa7ef0696b');
INSERT INTO whatsticks.trail VALUES (3, '2026-03-02T09:03:00.000000Z', 'Ann', 'add', 'E1', 'Added experiment E1 “Ad 1”.', '{"experiment":{"abandoned_why":"","amendments":[],"budget":{"calendar_days":null,"money":null,"person_days":null},"concluded_at":null,"hypothesis_id":1,"id":1,"kind":"","locked_at":null,"owner":"","plan":null,"plan_hash":"","spend":{"money":0.0,"person_days":0.0},"stage":"draft","started_at":null,"title":"Ad 1","uid":"f52c7ef20f754bc0aa1a63c27bae0665","version":1,"we_will":"ask;\n''--"}}', '8e934e80ca0562012d26d4ccfaa0987c6005648e03d1049da106b1fa7ef0696b', 'b7e44fac5fce4d042a172f4dc574236895a7386b7615a7c9c0c0ae7f772aa421');
INSERT INTO whatsticks.trail VALUES (4, '2026-03-02T09:04:00.000000Z', 'Ann', 'add', 'E2', 'Added experiment E2 “Ad 2”.', '{"experiment":{"abandoned_why":"","amendments":[],"budget":{"calendar_days":null,"money":null,"person_days":null},"concluded_at":null,"hypothesis_id":1,"id":2,"kind":"","locked_at":null,"owner":"","plan":null,"plan_hash":"","spend":{"money":0.0,"person_days":0.0},"stage":"draft","started_at":null,"title":"Ad 2","uid":"a064ba28c8934ab08fbd883a6a30b6ed","version":1,"we_will":"ask;\n''--"}}', 'b7e44fac5fce4d042a172f4dc574236895a7386b7615a7c9c0c0ae7f772aa421', '28d93e649e5a44d827afc8a9189df096a70029253ae1dc88bdec39407967d052');
INSERT INTO whatsticks.trail VALUES (5, '2026-03-02T09:05:00.000000Z', 'Ann', 'plan', 'E2', 'Set the plan of E2 “Ad 2” (698e843c).', '{"experiment":{"abandoned_why":"","amendments":[],"budget":{"calendar_days":null,"money":null,"person_days":null},"concluded_at":null,"hypothesis_id":1,"id":2,"kind":"","locked_at":null,"owner":"","plan":{"alpha":0.05,"beta":0.2,"columns":{"arm":"","cluster":"","pair":"","time":"","unit":""},"comparison":"benchmark","control":"","deadline":null,"futility":"obrien-fleming","looks":null,"metric":[{"bar":0.05,"baseline":null,"column":"","correlation":null,"covariates":[],"denominator":"","direction":"increase","discordant":null,"event":"","exposure":"","exposure_per_unit":null,"horizon":null,"kind":"proportion","levels":[],"loss":0.0,"margin":null,"name":"signed up","numerator":"","prices":[],"role":"success","scale":"difference","score":"usual","sd":null,"second_coder":"","target":0.08,"time":"","top":1,"unit":""}],"monitoring":"fixed","pace":{"cost_per_unit":0.0,"fixed_cost":0.0,"person_days":0.0,"setup_days":0.0,"units_per_day":null,"weekly":false},"planned_size":200,"prior":null,"shares":{},"spending":"obrien-fleming","start":null,"success":"all","title":"Untitled test"},"plan_hash":"","spend":{"money":0.0,"person_days":0.0},"stage":"draft","started_at":null,"title":"Ad 2","uid":"a064ba28c8934ab08fbd883a6a30b6ed","version":2,"we_will":"ask;\n''--"}}', '28d93e649e5a44d827afc8a9189df096a70029253ae1dc88bdec39407967d052', '49cb1fa7ab7983b6d18b65d7c017e3a0bbd2cc9aab95be19d5a0f1f56c263493');
INSERT INTO whatsticks.trail VALUES (6, '2026-03-02T09:06:00.000000Z', 'Ann', 'lock', 'E2', 'Locked the plan of E2 “Ad 2” (239a3d59).', '{"experiment":{"abandoned_why":"","amendments":[],"budget":{"calendar_days":null,"money":null,"person_days":null},"concluded_at":null,"hypothesis_id":1,"id":2,"kind":"","locked_at":"2026-03-02T09:06:00Z","owner":"","plan":{"alpha":0.05,"beta":0.2,"columns":{"arm":"","cluster":"","pair":"","time":"","unit":""},"comparison":"benchmark","control":"","deadline":null,"futility":"obrien-fleming","looks":null,"metric":[{"bar":0.05,"baseline":null,"column":"","correlation":null,"covariates":[],"denominator":"","direction":"increase","discordant":null,"event":"","exposure":"","exposure_per_unit":null,"horizon":null,"kind":"proportion","levels":[],"loss":0.0,"margin":null,"name":"signed up","numerator":"","prices":[],"role":"success","scale":"difference","score":"usual","sd":null,"second_coder":"","target":0.08,"time":"","top":1,"unit":""}],"monitoring":"fixed","pace":{"cost_per_unit":0.0,"fixed_cost":0.0,"person_days":0.0,"setup_days":0.0,"units_per_day":null,"weekly":false},"planned_size":200,"prior":0.3,"shares":{},"spending":"obrien-fleming","start":null,"success":"all","title":"Untitled test"},"plan_hash":"239a3d590ff4cd1090d956aa39a613ee59cad9cf8bb2cf8d86d04c09e5af11e1","spend":{"money":0.0,"person_days":0.0},"stage":"locked","started_at":null,"title":"Ad 2","uid":"a064ba28c8934ab08fbd883a6a30b6ed","version":3,"we_will":"ask;\n''--"}}', '49cb1fa7ab7983b6d18b65d7c017e3a0bbd2cc9aab95be19d5a0f1f56c263493', '1a573c4538317f177e9ab2167c98643b23dc0b76268a91c49c4ac46361a97de0');
INSERT INTO whatsticks.trail VALUES (7, '2026-03-02T09:07:00.000000Z', 'Ann', 'add', 'E3', 'Added experiment E3 “Ad 3”.', '{"experiment":{"abandoned_why":"","amendments":[],"budget":{"calendar_days":null,"money":null,"person_days":null},"concluded_at":null,"hypothesis_id":1,"id":3,"kind":"","locked_at":null,"owner":"","plan":null,"plan_hash":"","spend":{"money":0.0,"person_days":0.0},"stage":"draft","started_at":null,"title":"Ad 3","uid":"835b57ac7ff64191a81cefcd26af3f86","version":1,"we_will":"ask;\n''--"}}', '1a573c4538317f177e9ab2167c98643b23dc0b76268a91c49c4ac46361a97de0', 'fc27efc84eaf66e50f3a1ef3aa9b583a947f41f6d686ec906a051bf524e06e58');
INSERT INTO whatsticks.trail VALUES (8, '2026-03-02T09:08:00.000000Z', 'Ann', 'plan', 'E3', 'Set the plan of E3 “Ad 3” (698e843c).', '{"experiment":{"abandoned_why":"","amendments":[],"budget":{"calendar_days":null,"money":null,"person_days":null},"concluded_at":null,"hypothesis_id":1,"id":3,"kind":"","locked_at":null,"owner":"","plan":{"alpha":0.05,"beta":0.2,"columns":{"arm":"","cluster":"","pair":"","time":"","unit":""},"comparison":"benchmark","control":"","deadline":null,"futility":"obrien-fleming","looks":null,"metric":[{"bar":0.05,"baseline":null,"column":"","correlation":null,"covariates":[],"denominator":"","direction":"increase","discordant":null,"event":"","exposure":"","exposure_per_unit":null,"horizon":null,"kind":"proportion","levels":[],"loss":0.0,"margin":null,"name":"signed up","numerator":"","prices":[],"role":"success","scale":"difference","score":"usual","sd":null,"second_coder":"","target":0.08,"time":"","top":1,"unit":""}],"monitoring":"fixed","pace":{"cost_per_unit":0.0,"fixed_cost":0.0,"person_days":0.0,"setup_days":0.0,"units_per_day":null,"weekly":false},"planned_size":200,"prior":null,"shares":{},"spending":"obrien-fleming","start":null,"success":"all","title":"Untitled test"},"plan_hash":"","spend":{"money":0.0,"person_days":0.0},"stage":"draft","started_at":null,"title":"Ad 3","uid":"835b57ac7ff64191a81cefcd26af3f86","version":2,"we_will":"ask;\n''--"}}', 'fc27efc84eaf66e50f3a1ef3aa9b583a947f41f6d686ec906a051bf524e06e58', '6e2b55a6509ff14aebaf5ef29d81bcfc7c0b0e6f292525d37cb0c0875db14d2b');
INSERT INTO whatsticks.trail VALUES (24, '2026-03-02T09:22:00.000000Z', 'Ann', 'add', 'D1', 'Added source D1 “besöker''s”.', '{"source":{"address":"postgresql://${ME}@db/shop","columns":[],"id":1,"name":"besöker''s","query":"select ''%s'' as \"who\"","table":"","time_zone":"","uid":"318fa9c7360844bda2da4089deba41c7","version":1}}', '390f2f35a50209b11919dc570b69c1b499b75797c995862fec0e9819353b1dbc', 'be35daeb2040d4cdbdabd000faf65ca9460a3c37219472fb5974ee0c3e6be5fa');
INSERT INTO whatsticks.trail VALUES (9, '2026-03-02T09:09:00.000000Z', 'Ann', 'lock', 'E3', 'Locked the plan of E3 “Ad 3” (239a3d59).', '{"experiment":{"abandoned_why":"","amendments":[],"budget":{"calendar_days":null,"money":null,"person_days":null},"concluded_at":null,"hypothesis_id":1,"id":3,"kind":"","locked_at":"2026-03-02T09:09:00Z","owner":"","plan":{"alpha":0.05,"beta":0.2,"columns":{"arm":"","cluster":"","pair":"","time":"","unit":""},"comparison":"benchmark","control":"","deadline":null,"futility":"obrien-fleming","looks":null,"metric":[{"bar":0.05,"baseline":null,"column":"","correlation":null,"covariates":[],"denominator":"","direction":"increase","discordant":null,"event":"","exposure":"","exposure_per_unit":null,"horizon":null,"kind":"proportion","levels":[],"loss":0.0,"margin":null,"name":"signed up","numerator":"","prices":[],"role":"success","scale":"difference","score":"usual","sd":null,"second_coder":"","target":0.08,"time":"","top":1,"unit":""}],"monitoring":"fixed","pace":{"cost_per_unit":0.0,"fixed_cost":0.0,"person_days":0.0,"setup_days":0.0,"units_per_day":null,"weekly":false},"planned_size":200,"prior":0.3,"shares":{},"spending":"obrien-fleming","start":null,"success":"all","title":"Untitled test"},"plan_hash":"239a3d590ff4cd1090d956aa39a613ee59cad9cf8bb2cf8d86d04c09e5af11e1","spend":{"money":0.0,"person_days":0.0},"stage":"locked","started_at":null,"title":"Ad 3","uid":"835b57ac7ff64191a81cefcd26af3f86","version":3,"we_will":"ask;\n''--"}}', '6e2b55a6509ff14aebaf5ef29d81bcfc7c0b0e6f292525d37cb0c0875db14d2b', 'f18e1214e0f2e18f1effc84409c917540a71801291b4617ce0c168d0ab2e0171');
INSERT INTO whatsticks.trail VALUES (10, '2026-03-02T09:10:00.000000Z', 'Ann', 'start', 'E3', 'Started E3 “Ad 3”.', '{"experiment":{"abandoned_why":"","amendments":[],"budget":{"calendar_days":null,"money":null,"person_days":null},"concluded_at":null,"hypothesis_id":1,"id":3,"kind":"","locked_at":"2026-03-02T09:09:00Z","owner":"","plan":{"alpha":0.05,"beta":0.2,"columns":{"arm":"","cluster":"","pair":"","time":"","unit":""},"comparison":"benchmark","control":"","deadline":null,"futility":"obrien-fleming","looks":null,"metric":[{"bar":0.05,"baseline":null,"column":"","correlation":null,"covariates":[],"denominator":"","direction":"increase","discordant":null,"event":"","exposure":"","exposure_per_unit":null,"horizon":null,"kind":"proportion","levels":[],"loss":0.0,"margin":null,"name":"signed up","numerator":"","prices":[],"role":"success","scale":"difference","score":"usual","sd":null,"second_coder":"","target":0.08,"time":"","top":1,"unit":""}],"monitoring":"fixed","pace":{"cost_per_unit":0.0,"fixed_cost":0.0,"person_days":0.0,"setup_days":0.0,"units_per_day":null,"weekly":false},"planned_size":200,"prior":0.3,"shares":{},"spending":"obrien-fleming","start":null,"success":"all","title":"Untitled test"},"plan_hash":"239a3d590ff4cd1090d956aa39a613ee59cad9cf8bb2cf8d86d04c09e5af11e1","spend":{"money":0.0,"person_days":0.0},"stage":"running","started_at":"2026-03-02T09:10:00Z","title":"Ad 3","uid":"835b57ac7ff64191a81cefcd26af3f86","version":4,"we_will":"ask;\n''--"}}', 'f18e1214e0f2e18f1effc84409c917540a71801291b4617ce0c168d0ab2e0171', 'b7bbbdc13a6daa01e7531d10769a775c564a27569cdc73cba1b3fb5fc2dfd000');
INSERT INTO whatsticks.trail VALUES (11, '2026-03-02T09:10:00.000000Z', 'Ann', 'record', 'E3', 'Recorded batch 1 of E3 “Ad 3”: 100 units.', '{"observation":{"arms":{"all":{"missing":{},"statistics":{"signed up":{"kind":"counts","successes":9,"trials":100}},"units":100}},"at":"2026-03-02T09:10:00Z","experiment_id":3,"faults":{"duplicate_units":0,"examples":[],"incomplete_pairs":0,"rows_without_arm":0,"units_in_two_arms":0,"unknown_arms":{}},"id":1,"recorded_by":"Ann","source":{"digest":"","first":null,"kind":"typed","last":null,"name":"","rows":null},"strength":2,"supersedes":null,"uid":"c550e9be19cc4cfb9767f80d28c77938","version":1,"why":""}}', 'b7bbbdc13a6daa01e7531d10769a775c564a27569cdc73cba1b3fb5fc2dfd000', '6927d8c1db86aded918507207d3dc7d7d41c3d468a37794b711189ef3b29ef90');
INSERT INTO whatsticks.trail VALUES (12, '2026-03-02T09:11:00.000000Z', 'Ann', 'record', 'E3', 'Recorded batch 2 of E3 “Ad 3”: 90 units.', '{"observation":{"arms":{"all":{"missing":{},"statistics":{"signed up":{"kind":"counts","successes":80,"trials":90}},"units":90}},"at":"2026-03-02T09:11:00Z","experiment_id":3,"faults":{"duplicate_units":0,"examples":[],"incomplete_pairs":0,"rows_without_arm":0,"units_in_two_arms":0,"unknown_arms":{}},"id":2,"recorded_by":"Ann","source":{"digest":"","first":null,"kind":"typed","last":null,"name":"","rows":null},"strength":2,"supersedes":null,"uid":"35d36442459a4f4fa4164e242ed89f54","version":1,"why":""}}', '6927d8c1db86aded918507207d3dc7d7d41c3d468a37794b711189ef3b29ef90', '4206ca45107b4bc18ad41ca32205bd23871be8f060670bf82833e3a8b90f0b8f');
INSERT INTO whatsticks.trail VALUES (13, '2026-03-02T09:12:00.000000Z', 'Ann', 'record', 'E3', 'Recorded batch 3 of E3 “Ad 3”: 100 units in place of batch 2.', '{"observation":{"arms":{"all":{"missing":{},"statistics":{"signed up":{"kind":"counts","successes":8,"trials":100}},"units":100}},"at":"2026-03-02T09:12:00Z","experiment_id":3,"faults":{"duplicate_units":0,"examples":[],"incomplete_pairs":0,"rows_without_arm":0,"units_in_two_arms":0,"unknown_arms":{}},"id":3,"recorded_by":"Ann","source":{"digest":"","first":null,"kind":"typed","last":null,"name":"","rows":null},"strength":2,"supersedes":2,"uid":"1b23954f818345eeb423943792c78c31","version":1,"why":"a slip"}}', '4206ca45107b4bc18ad41ca32205bd23871be8f060670bf82833e3a8b90f0b8f', 'd4cf5d1ade5e60d66161a7c17411bc6de4461515ed917f75ccb2992609be5eab');
INSERT INTO whatsticks.trail VALUES (14, '2026-03-02T09:13:00.000000Z', 'Ann', 'add', 'E4', 'Added experiment E4 “Ad 4”.', '{"experiment":{"abandoned_why":"","amendments":[],"budget":{"calendar_days":null,"money":null,"person_days":null},"concluded_at":null,"hypothesis_id":1,"id":4,"kind":"","locked_at":null,"owner":"","plan":null,"plan_hash":"","spend":{"money":0.0,"person_days":0.0},"stage":"draft","started_at":null,"title":"Ad 4","uid":"5c03c0cd07ef4abaa8f21a26dd4fb631","version":1,"we_will":"ask;\n''--"}}', 'd4cf5d1ade5e60d66161a7c17411bc6de4461515ed917f75ccb2992609be5eab', '01c648364190240beda029c37f5df3509a1e45a64b83965cc60cd66e1c85a72f');
INSERT INTO whatsticks.trail VALUES (15, '2026-03-02T09:14:00.000000Z', 'Ann', 'plan', 'E4', 'Set the plan of E4 “Ad 4” (698e843c).', '{"experiment":{"abandoned_why":"","amendments":[],"budget":{"calendar_days":null,"money":null,"person_days":null},"concluded_at":null,"hypothesis_id":1,"id":4,"kind":"","locked_at":null,"owner":"","plan":{"alpha":0.05,"beta":0.2,"columns":{"arm":"","cluster":"","pair":"","time":"","unit":""},"comparison":"benchmark","control":"","deadline":null,"futility":"obrien-fleming","looks":null,"metric":[{"bar":0.05,"baseline":null,"column":"","correlation":null,"covariates":[],"denominator":"","direction":"increase","discordant":null,"event":"","exposure":"","exposure_per_unit":null,"horizon":null,"kind":"proportion","levels":[],"loss":0.0,"margin":null,"name":"signed up","numerator":"","prices":[],"role":"success","scale":"difference","score":"usual","sd":null,"second_coder":"","target":0.08,"time":"","top":1,"unit":""}],"monitoring":"fixed","pace":{"cost_per_unit":0.0,"fixed_cost":0.0,"person_days":0.0,"setup_days":0.0,"units_per_day":null,"weekly":false},"planned_size":200,"prior":null,"shares":{},"spending":"obrien-fleming","start":null,"success":"all","title":"Untitled test"},"plan_hash":"","spend":{"money":0.0,"person_days":0.0},"stage":"draft","started_at":null,"title":"Ad 4","uid":"5c03c0cd07ef4abaa8f21a26dd4fb631","version":2,"we_will":"ask;\n''--"}}', '01c648364190240beda029c37f5df3509a1e45a64b83965cc60cd66e1c85a72f', '7601f46b2d5b3276a8590ad5406c4ffd34a268c0ab980749f8c38c93dc969249');
INSERT INTO whatsticks.trail VALUES (16, '2026-03-02T09:15:00.000000Z', 'Ann', 'lock', 'E4', 'Locked the plan of E4 “Ad 4” (239a3d59).', '{"experiment":{"abandoned_why":"","amendments":[],"budget":{"calendar_days":null,"money":null,"person_days":null},"concluded_at":null,"hypothesis_id":1,"id":4,"kind":"","locked_at":"2026-03-02T09:15:00Z","owner":"","plan":{"alpha":0.05,"beta":0.2,"columns":{"arm":"","cluster":"","pair":"","time":"","unit":""},"comparison":"benchmark","control":"","deadline":null,"futility":"obrien-fleming","looks":null,"metric":[{"bar":0.05,"baseline":null,"column":"","correlation":null,"covariates":[],"denominator":"","direction":"increase","discordant":null,"event":"","exposure":"","exposure_per_unit":null,"horizon":null,"kind":"proportion","levels":[],"loss":0.0,"margin":null,"name":"signed up","numerator":"","prices":[],"role":"success","scale":"difference","score":"usual","sd":null,"second_coder":"","target":0.08,"time":"","top":1,"unit":""}],"monitoring":"fixed","pace":{"cost_per_unit":0.0,"fixed_cost":0.0,"person_days":0.0,"setup_days":0.0,"units_per_day":null,"weekly":false},"planned_size":200,"prior":0.3,"shares":{},"spending":"obrien-fleming","start":null,"success":"all","title":"Untitled test"},"plan_hash":"239a3d590ff4cd1090d956aa39a613ee59cad9cf8bb2cf8d86d04c09e5af11e1","spend":{"money":0.0,"person_days":0.0},"stage":"locked","started_at":null,"title":"Ad 4","uid":"5c03c0cd07ef4abaa8f21a26dd4fb631","version":3,"we_will":"ask;\n''--"}}', '7601f46b2d5b3276a8590ad5406c4ffd34a268c0ab980749f8c38c93dc969249', '7368276464ce2ad86443bed823a811fb6053795385af7e3959c33aae587966dd');
INSERT INTO whatsticks.trail VALUES (17, '2026-03-02T09:16:00.000000Z', 'Ann', 'start', 'E4', 'Started E4 “Ad 4”.', '{"experiment":{"abandoned_why":"","amendments":[],"budget":{"calendar_days":null,"money":null,"person_days":null},"concluded_at":null,"hypothesis_id":1,"id":4,"kind":"","locked_at":"2026-03-02T09:15:00Z","owner":"","plan":{"alpha":0.05,"beta":0.2,"columns":{"arm":"","cluster":"","pair":"","time":"","unit":""},"comparison":"benchmark","control":"","deadline":null,"futility":"obrien-fleming","looks":null,"metric":[{"bar":0.05,"baseline":null,"column":"","correlation":null,"covariates":[],"denominator":"","direction":"increase","discordant":null,"event":"","exposure":"","exposure_per_unit":null,"horizon":null,"kind":"proportion","levels":[],"loss":0.0,"margin":null,"name":"signed up","numerator":"","prices":[],"role":"success","scale":"difference","score":"usual","sd":null,"second_coder":"","target":0.08,"time":"","top":1,"unit":""}],"monitoring":"fixed","pace":{"cost_per_unit":0.0,"fixed_cost":0.0,"person_days":0.0,"setup_days":0.0,"units_per_day":null,"weekly":false},"planned_size":200,"prior":0.3,"shares":{},"spending":"obrien-fleming","start":null,"success":"all","title":"Untitled test"},"plan_hash":"239a3d590ff4cd1090d956aa39a613ee59cad9cf8bb2cf8d86d04c09e5af11e1","spend":{"money":0.0,"person_days":0.0},"stage":"running","started_at":"2026-03-02T09:16:00Z","title":"Ad 4","uid":"5c03c0cd07ef4abaa8f21a26dd4fb631","version":4,"we_will":"ask;\n''--"}}', '7368276464ce2ad86443bed823a811fb6053795385af7e3959c33aae587966dd', 'd9ad5736d5fb713ddc40f52d0499d449561d99ebd2fc7596d737156ce06f3cfa');
INSERT INTO whatsticks.trail VALUES (18, '2026-03-02T09:16:00.000000Z', 'Ann', 'record', 'E4', 'Recorded batch 4 of E4 “Ad 4”: 100 units.', '{"observation":{"arms":{"all":{"missing":{},"statistics":{"signed up":{"kind":"counts","successes":9,"trials":100}},"units":100}},"at":"2026-03-02T09:16:00Z","experiment_id":4,"faults":{"duplicate_units":0,"examples":[],"incomplete_pairs":0,"rows_without_arm":0,"units_in_two_arms":0,"unknown_arms":{}},"id":4,"recorded_by":"Ann","source":{"digest":"","first":null,"kind":"typed","last":null,"name":"","rows":null},"strength":2,"supersedes":null,"uid":"c9bfbf45e9744982b9bf8099faa964c8","version":1,"why":""}}', 'd9ad5736d5fb713ddc40f52d0499d449561d99ebd2fc7596d737156ce06f3cfa', '9cde9831b7406915bb0cdad2349381f750d9fbb58d764ba629d8f017c58d9d2d');
INSERT INTO whatsticks.trail VALUES (19, '2026-03-02T09:17:00.000000Z', 'Ann', 'record', 'E4', 'Recorded batch 5 of E4 “Ad 4”: 90 units.', '{"observation":{"arms":{"all":{"missing":{},"statistics":{"signed up":{"kind":"counts","successes":80,"trials":90}},"units":90}},"at":"2026-03-02T09:17:00Z","experiment_id":4,"faults":{"duplicate_units":0,"examples":[],"incomplete_pairs":0,"rows_without_arm":0,"units_in_two_arms":0,"unknown_arms":{}},"id":5,"recorded_by":"Ann","source":{"digest":"","first":null,"kind":"typed","last":null,"name":"","rows":null},"strength":2,"supersedes":null,"uid":"6ad5976c63ce41f798d0acff048e842f","version":1,"why":""}}', '9cde9831b7406915bb0cdad2349381f750d9fbb58d764ba629d8f017c58d9d2d', 'bd5c0c2f6eb47ac9272bffaf477e45887163278bb39e96d0dbb71fb970ae1b2b');
INSERT INTO whatsticks.trail VALUES (20, '2026-03-02T09:18:00.000000Z', 'Ann', 'record', 'E4', 'Recorded batch 6 of E4 “Ad 4”: 100 units in place of batch 5.', '{"observation":{"arms":{"all":{"missing":{},"statistics":{"signed up":{"kind":"counts","successes":8,"trials":100}},"units":100}},"at":"2026-03-02T09:18:00Z","experiment_id":4,"faults":{"duplicate_units":0,"examples":[],"incomplete_pairs":0,"rows_without_arm":0,"units_in_two_arms":0,"unknown_arms":{}},"id":6,"recorded_by":"Ann","source":{"digest":"","first":null,"kind":"typed","last":null,"name":"","rows":null},"strength":2,"supersedes":5,"uid":"042dad0679154d338e73f032fc615e66","version":1,"why":"a slip"}}', 'bd5c0c2f6eb47ac9272bffaf477e45887163278bb39e96d0dbb71fb970ae1b2b', '4f8cc71a1c235c3a034beca5e2913d45e87676485a8e73256b32616f4e10558e');
INSERT INTO whatsticks.trail VALUES (21, '2026-03-02T09:20:00.000000Z', 'Ann', 'conclude', 'E4', 'Concluded E4 “Ad 4”: no more results will be recorded.', '{"experiment":{"abandoned_why":"","amendments":[],"budget":{"calendar_days":null,"money":null,"person_days":null},"concluded_at":"2026-03-02T09:20:00Z","hypothesis_id":1,"id":4,"kind":"","locked_at":"2026-03-02T09:15:00Z","owner":"","plan":{"alpha":0.05,"beta":0.2,"columns":{"arm":"","cluster":"","pair":"","time":"","unit":""},"comparison":"benchmark","control":"","deadline":null,"futility":"obrien-fleming","looks":null,"metric":[{"bar":0.05,"baseline":null,"column":"","correlation":null,"covariates":[],"denominator":"","direction":"increase","discordant":null,"event":"","exposure":"","exposure_per_unit":null,"horizon":null,"kind":"proportion","levels":[],"loss":0.0,"margin":null,"name":"signed up","numerator":"","prices":[],"role":"success","scale":"difference","score":"usual","sd":null,"second_coder":"","target":0.08,"time":"","top":1,"unit":""}],"monitoring":"fixed","pace":{"cost_per_unit":0.0,"fixed_cost":0.0,"person_days":0.0,"setup_days":0.0,"units_per_day":null,"weekly":false},"planned_size":200,"prior":0.3,"shares":{},"spending":"obrien-fleming","start":null,"success":"all","title":"Untitled test"},"plan_hash":"239a3d590ff4cd1090d956aa39a613ee59cad9cf8bb2cf8d86d04c09e5af11e1","spend":{"money":0.0,"person_days":0.0},"stage":"concluded","started_at":"2026-03-02T09:16:00Z","title":"Ad 4","uid":"5c03c0cd07ef4abaa8f21a26dd4fb631","version":5,"we_will":"ask;\n''--"}}', '4f8cc71a1c235c3a034beca5e2913d45e87676485a8e73256b32616f4e10558e', '43eada520fe892aea7b284c610176a5f501711878a936fccd680fddb2ad57c89');
INSERT INTO whatsticks.trail VALUES (22, '2026-03-02T09:20:00.000000Z', 'Ann', 'decide', 'E4', 'Decided on E4 “Ad 4”: stop, against the verdict (invest).', '{"decision":{"at":"2026-03-02T09:20:00Z","choice":"stop","customers_told":"","experiment_id":4,"id":1,"learning":"they sleep","money":0.0,"next_step":"","person_days":0.0,"seconded_by":"","uid":"61ca62bcb63941bf88a4d063ea288cfd","verdict":{"best_arm":"","caution":{"assumed":false,"false_positive_risk":0.1272727272727273,"prior":0.3,"shrunk":[{"arm":"all","estimate":0.0775192599097592,"name":"signed up","weight":0.8861805495189292}]},"health":[{"check":"arms","limit":1.0,"message":"every planned arm has units","status":"ok","value":1.0}],"judge_version":"1.1","looks":[],"metrics":[{"alpha":0.05,"alpha_spent":null,"arm":"all","bar":0.05,"beside":[],"beta":0.2,"beta_spent":null,"ci95":[0.05029591863025728,0.13260516582955234],"direction":"increase","e_bar":null,"estimate":0.085,"finding":"clears the bar","horizon":null,"kind":"proportion","lower":0.05488327785186638,"method":"exact binomial (Clopper–Pearson)","n":{"all":200},"name":"signed up","observed":{"all":"17 of 200 (8.5%)"},"p_bar":0.023799459747172708,"p_target":0.6633730256522926,"role":"success","scale":"difference","score":"usual","target":0.08,"unit":"","upper":0.10599387715441241}],"next_step":"Release the next investment, and plan the next test at a stronger kind of evidence.","not_said":"It does not say that the effect is as large as measured: a bet at the bar would still pass up to 5% of the time, and a result that passed tends to flatter. If 30 in 100 such ideas are truly better than the bar, 13% of such verdicts are false. Shrunk towards what was believed before, the effect is about 7.75% (signed up).","outlook":null,"plan_hash":"239a3d590ff4cd1090d956aa39a613ee59cad9cf8bb2cf8d86d04c09e5af11e1","progress":{"planned":200,"units":200},"reason":"signed up: 17 of 200 (8.5%). Even allowing for chance it is at least 5.49%, above your bar of 5%.","stopped_at":null,"title":"Untitled test","verdict":"invest","warnings":[]},"version":1,"who":"Ann","why":"because of all that was seen here"},"experiment":{"abandoned_why":"","amendments":[],"budget":{"calendar_days":null,"money":null,"person_days":null},"concluded_at":"2026-03-02T09:20:00Z","hypothesis_id":1,"id":4,"kind":"","locked_at":"2026-03-02T09:15:00Z","owner":"","plan":{"alpha":0.05,"beta":0.2,"columns":{"arm":"","cluster":"","pair":"","time":"","unit":""},"comparison":"benchmark","control":"","deadline":null,"futility":"obrien-fleming","looks":null,"metric":[{"bar":0.05,"baseline":null,"column":"","correlation":null,"covariates":[],"denominator":"","direction":"increase","discordant":null,"event":"","exposure":"","exposure_per_unit":null,"horizon":null,"kind":"proportion","levels":[],"loss":0.0,"margin":null,"name":"signed up","numerator":"","prices":[],"role":"success","scale":"difference","score":"usual","sd":null,"second_coder":"","target":0.08,"time":"","top":1,"unit":""}],"monitoring":"fixed","pace":{"cost_per_unit":0.0,"fixed_cost":0.0,"person_days":0.0,"setup_days":0.0,"units_per_day":null,"weekly":false},"planned_size":200,"prior":0.3,"shares":{},"spending":"obrien-fleming","start":null,"success":"all","title":"Untitled test"},"plan_hash":"239a3d590ff4cd1090d956aa39a613ee59cad9cf8bb2cf8d86d04c09e5af11e1","spend":{"money":0.0,"person_days":0.0},"stage":"decided","started_at":"2026-03-02T09:16:00Z","title":"Ad 4","uid":"5c03c0cd07ef4abaa8f21a26dd4fb631","version":6,"we_will":"ask;\n''--"}}', '43eada520fe892aea7b284c610176a5f501711878a936fccd680fddb2ad57c89', '920c95660c5634a58acbb02bc37fa8cd2a30ad6a22667d40c1dfbc1bc5558540');
INSERT INTO whatsticks.trail VALUES (23, '2026-03-02T09:21:00.000000Z', 'Ann', 'edit', 'S1', 'Changed the size of segment S1 “Night owls'' "club"”.', '{"segment":{"demographics":"","description":"","expectations":["顧客の声","%s \\n"],"id":1,"name":"Night owls'' \"club\"","psychographics":"","size":4,"uid":"93a11548370e437a94ed577a6ba27709","version":2,"where_to_find":""}}', '920c95660c5634a58acbb02bc37fa8cd2a30ad6a22667d40c1dfbc1bc5558540', '390f2f35a50209b11919dc570b69c1b499b75797c995862fec0e9819353b1dbc');



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



CREATE INDEX ix_observation_experiment_id_id ON whatsticks.observation USING btree (experiment_id, id);



CREATE INDEX ix_proposal_experiment_id_id ON whatsticks.proposal USING btree (experiment_id, id);



CREATE INDEX ix_segment_words ON whatsticks.segment USING gin (words) WITH (fastupdate=off);



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




