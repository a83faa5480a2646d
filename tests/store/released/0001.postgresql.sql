


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
    seconded_by character varying(500) NOT NULL,
    verdict text NOT NULL,
    uid character varying(32) NOT NULL,
    outcome character varying(40) NOT NULL
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
    person_days_spent double precision NOT NULL
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
    folded text NOT NULL
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



INSERT INTO whatsticks.alembic_version VALUES ('0001');



INSERT INTO whatsticks.decision VALUES (1, 1, 4, 'stop', 'Ann', '2026-03-02 09:20:00+00', 'because of all that was seen here', 'they sleep', '', '', 0, 0, '', '{"title":"Untitled test","verdict":"invest","reason":"signed up: 17 of 200 (8.5%). Even allowing for chance it is at least 5.49%, above your bar of 5%.","not_said":"It does not say that the effect is as large as measured: a bet at the bar would still pass up to 5% of the time, and a result that passed tends to flatter. If 30 in 100 such ideas are truly better than the bar, 13% of such verdicts are false. Shrunk towards what was believed before, the effect is about 7.75% (signed up).","next_step":"Release the next investment, and plan the next test at a stronger kind of evidence.","best_arm":"","progress":{"units":200,"planned":200},"metrics":[{"name":"signed up","arm":"all","role":"success","kind":"proportion","direction":"increase","scale":"difference","estimate":0.085,"lower":0.05488327785186638,"upper":0.10599387715441241,"bar":0.05,"target":0.08,"p_bar":0.023799459747172708,"p_target":0.6633730256522926,"ci95":[0.05029591863025728,0.13260516582955234],"alpha":0.05,"beta":0.2,"n":{"all":200},"observed":{"all":"17 of 200 (8.5%)"},"method":"exact binomial (Clopper–Pearson)","unit":"","score":"usual","horizon":null,"alpha_spent":null,"beta_spent":null,"e_bar":null,"finding":"clears the bar","beside":[]}],"health":[{"check":"arms","status":"ok","value":1.0,"limit":1.0,"message":"every planned arm has units"}],"warnings":[],"caution":{"prior":0.3,"assumed":false,"false_positive_risk":0.1272727272727273,"shrunk":[{"name":"signed up","arm":"all","estimate":0.0775192599097592,"weight":0.8861805495189292}]},"looks":[],"stopped_at":null,"outlook":null,"plan_hash":"239a3d590ff4cd1090d956aa39a613ee59cad9cf8bb2cf8d86d04c09e5af11e1","judge_version":"1.0"}', '93858620b8fc45eabc2f008b3ecc2843', 'invest');



INSERT INTO whatsticks.experiment VALUES (1, 1, 1, 'Ad 1', '', 'ask;
''--', '', '{"money":null,"person_days":null,"calendar_days":null}', '{"money":0.0,"person_days":0.0}', 'draft', NULL, '', NULL, NULL, NULL, '', '[]', '6cf9e10836e54c5fa038b5026881a16f', 'ad 1
ask;
''--', NULL, NULL, NULL, 0, 0);
INSERT INTO whatsticks.experiment VALUES (2, 3, 1, 'Ad 2', '', 'ask;
''--', '', '{"money":null,"person_days":null,"calendar_days":null}', '{"money":0.0,"person_days":0.0}', 'locked', '{"title":"Untitled test","comparison":"benchmark","control":"","alpha":0.05,"beta":0.2,"monitoring":"fixed","spending":"obrien-fleming","futility":"obrien-fleming","looks":null,"planned_size":200,"prior":0.3,"success":"all","shares":{},"columns":{"arm":"","unit":"","cluster":"","pair":"","time":""},"metric":[{"name":"signed up","role":"success","kind":"proportion","column":"","direction":"increase","scale":"difference","bar":0.05,"target":0.08,"margin":null,"baseline":null,"sd":null,"unit":"","numerator":"","denominator":"","exposure":"","exposure_per_unit":null,"levels":[],"score":"usual","top":1,"time":"","event":"","horizon":null,"loss":0.0,"covariates":[],"correlation":null,"second_coder":"","prices":[],"discordant":null}],"pace":{"units_per_day":null,"setup_days":0.0,"fixed_cost":0.0,"cost_per_unit":0.0,"person_days":0.0,"weekly":false},"start":null,"deadline":null}', '239a3d590ff4cd1090d956aa39a613ee59cad9cf8bb2cf8d86d04c09e5af11e1', '2026-03-02 09:06:00+00', NULL, NULL, '', '[]', 'a757feca555d460eb251314abd02488a', 'ad 2
ask;
''--', 0.05, 0.2, 200, 0, 0);
INSERT INTO whatsticks.experiment VALUES (3, 4, 1, 'Ad 3', '', 'ask;
''--', '', '{"money":null,"person_days":null,"calendar_days":null}', '{"money":0.0,"person_days":0.0}', 'running', '{"title":"Untitled test","comparison":"benchmark","control":"","alpha":0.05,"beta":0.2,"monitoring":"fixed","spending":"obrien-fleming","futility":"obrien-fleming","looks":null,"planned_size":200,"prior":0.3,"success":"all","shares":{},"columns":{"arm":"","unit":"","cluster":"","pair":"","time":""},"metric":[{"name":"signed up","role":"success","kind":"proportion","column":"","direction":"increase","scale":"difference","bar":0.05,"target":0.08,"margin":null,"baseline":null,"sd":null,"unit":"","numerator":"","denominator":"","exposure":"","exposure_per_unit":null,"levels":[],"score":"usual","top":1,"time":"","event":"","horizon":null,"loss":0.0,"covariates":[],"correlation":null,"second_coder":"","prices":[],"discordant":null}],"pace":{"units_per_day":null,"setup_days":0.0,"fixed_cost":0.0,"cost_per_unit":0.0,"person_days":0.0,"weekly":false},"start":null,"deadline":null}', '239a3d590ff4cd1090d956aa39a613ee59cad9cf8bb2cf8d86d04c09e5af11e1', '2026-03-02 09:09:00+00', '2026-03-02 09:10:00+00', NULL, '', '[]', '74f82c29a72e445e963a62a9ae44855a', 'ad 3
ask;
''--', 0.05, 0.2, 200, 0, 0);
INSERT INTO whatsticks.experiment VALUES (4, 6, 1, 'Ad 4', '', 'ask;
''--', '', '{"money":null,"person_days":null,"calendar_days":null}', '{"money":0.0,"person_days":0.0}', 'decided', '{"title":"Untitled test","comparison":"benchmark","control":"","alpha":0.05,"beta":0.2,"monitoring":"fixed","spending":"obrien-fleming","futility":"obrien-fleming","looks":null,"planned_size":200,"prior":0.3,"success":"all","shares":{},"columns":{"arm":"","unit":"","cluster":"","pair":"","time":""},"metric":[{"name":"signed up","role":"success","kind":"proportion","column":"","direction":"increase","scale":"difference","bar":0.05,"target":0.08,"margin":null,"baseline":null,"sd":null,"unit":"","numerator":"","denominator":"","exposure":"","exposure_per_unit":null,"levels":[],"score":"usual","top":1,"time":"","event":"","horizon":null,"loss":0.0,"covariates":[],"correlation":null,"second_coder":"","prices":[],"discordant":null}],"pace":{"units_per_day":null,"setup_days":0.0,"fixed_cost":0.0,"cost_per_unit":0.0,"person_days":0.0,"weekly":false},"start":null,"deadline":null}', '239a3d590ff4cd1090d956aa39a613ee59cad9cf8bb2cf8d86d04c09e5af11e1', '2026-03-02 09:15:00+00', '2026-03-02 09:16:00+00', '2026-03-02 09:20:00+00', '', '[]', '9ac4e8434c8e437c86f75b1f117dd8c2', 'ad 4
ask;
''--', 0.05, 0.2, 200, 0, 0);



INSERT INTO whatsticks.hypothesis VALUES (1, 1, 1, 'They''d order at 3 a.m. — 👩‍👩‍👧', '', '', '', '', 'desirability', 3, 0.3, 0, 0, 0, '', '4034e09307f14a198a4167de12f2f991', 'they''d order at 3 a.m. — 👩‍👩‍👧');



INSERT INTO whatsticks.observation VALUES (1, 1, 3, '2026-03-02 09:10:00+00', 'Ann', '{"kind":"typed","name":"","digest":"","rows":null,"first":null,"last":null}', 2, '{"all":{"units":100,"statistics":{"signed up":{"kind":"counts","successes":9,"trials":100}},"missing":{}}}', '{"duplicate_units":0,"units_in_two_arms":0,"incomplete_pairs":0,"rows_without_arm":0,"unknown_arms":{},"examples":[]}', NULL, '', 'fec706bc4cc14a6bb886440739c5ac5b', 100);
INSERT INTO whatsticks.observation VALUES (2, 1, 3, '2026-03-02 09:11:00+00', 'Ann', '{"kind":"typed","name":"","digest":"","rows":null,"first":null,"last":null}', 2, '{"all":{"units":90,"statistics":{"signed up":{"kind":"counts","successes":80,"trials":90}},"missing":{}}}', '{"duplicate_units":0,"units_in_two_arms":0,"incomplete_pairs":0,"rows_without_arm":0,"unknown_arms":{},"examples":[]}', NULL, '', '6db63418450946938d6664c316c175f7', 90);
INSERT INTO whatsticks.observation VALUES (3, 1, 3, '2026-03-02 09:12:00+00', 'Ann', '{"kind":"typed","name":"","digest":"","rows":null,"first":null,"last":null}', 2, '{"all":{"units":100,"statistics":{"signed up":{"kind":"counts","successes":8,"trials":100}},"missing":{}}}', '{"duplicate_units":0,"units_in_two_arms":0,"incomplete_pairs":0,"rows_without_arm":0,"unknown_arms":{},"examples":[]}', 2, 'a slip', 'b454cf784b1a44cf8a6d705b5bd53fdc', 100);
INSERT INTO whatsticks.observation VALUES (4, 1, 4, '2026-03-02 09:16:00+00', 'Ann', '{"kind":"typed","name":"","digest":"","rows":null,"first":null,"last":null}', 2, '{"all":{"units":100,"statistics":{"signed up":{"kind":"counts","successes":9,"trials":100}},"missing":{}}}', '{"duplicate_units":0,"units_in_two_arms":0,"incomplete_pairs":0,"rows_without_arm":0,"unknown_arms":{},"examples":[]}', NULL, '', '9a7d528cebbd4ff085517439e60c7098', 100);
INSERT INTO whatsticks.observation VALUES (5, 1, 4, '2026-03-02 09:17:00+00', 'Ann', '{"kind":"typed","name":"","digest":"","rows":null,"first":null,"last":null}', 2, '{"all":{"units":90,"statistics":{"signed up":{"kind":"counts","successes":80,"trials":90}},"missing":{}}}', '{"duplicate_units":0,"units_in_two_arms":0,"incomplete_pairs":0,"rows_without_arm":0,"unknown_arms":{},"examples":[]}', NULL, '', 'd38d9792958a43f590663e1d90a3d699', 90);
INSERT INTO whatsticks.observation VALUES (6, 1, 4, '2026-03-02 09:18:00+00', 'Ann', '{"kind":"typed","name":"","digest":"","rows":null,"first":null,"last":null}', 2, '{"all":{"units":100,"statistics":{"signed up":{"kind":"counts","successes":8,"trials":100}},"missing":{}}}', '{"duplicate_units":0,"units_in_two_arms":0,"incomplete_pairs":0,"rows_without_arm":0,"unknown_arms":{},"examples":[]}', 5, 'a slip', '17056d38fe554179a706fc2ab5ce09fd', 100);



INSERT INTO whatsticks.segment VALUES (1, 2, 'Night owls'' "club"', '', '', '', '["顧客の声","%s \\n"]', 4, '', 'a2e64d0f2f924eb490885e32e7679187', 'night owls'' "club"
顧客の声
%s \n');



INSERT INTO whatsticks.trail VALUES (1, '2026-03-02T09:01:00.000000Z', 'Ann', 'add', 'S1', 'Added segment S1 “Night owls'' "club"”.', '{"segment":{"demographics":"","description":"","expectations":["顧客の声","%s \\n"],"id":1,"name":"Night owls'' \"club\"","psychographics":"","size":9000000000,"uid":"a2e64d0f2f924eb490885e32e7679187","version":1,"where_to_find":""}}', '0000000000000000000000000000000000000000000000000000000000000000', '3d533b0b3524db45f2cc33511cdc7b8f9592983c25c75b1b95a509844f239373');
INSERT INTO whatsticks.trail VALUES (2, '2026-03-02T09:02:00.000000Z', 'Ann', 'add', 'H1', 'Added hypothesis H1 “They''d order at 3 a.m. — 👩‍👩‍👧”.', '{"hypothesis":{"behaviour":"","competing":"","id":1,"importance":3,"money_asked":0.0,"need":"","offer":"","owner":"","person_days_asked":0.0,"prior":0.3,"risk":"desirability","segment_id":1,"title":"They''d order at 3 a.m. — 👩‍👩‍👧","uid":"4034e09307f14a198a4167de12f2f991","value_if_true":0.0,"version":1}}', '3d533b0b3524db45f2cc33511cdc7b8f9592983c25c75b1b95a509844f239373', '98d7499200a7454bc4a1ec4f3c92c28c86ee446f6bddaf0920afc892be9020bf');
INSERT INTO whatsticks.trail VALUES (3, '2026-03-02T09:03:00.000000Z', 'Ann', 'add', 'E1', 'Added experiment E1 “Ad 1”.', '{"experiment":{"abandoned_why":"","amendments":[],"budget":{"calendar_days":null,"money":null,"person_days":null},"concluded_at":null,"hypothesis_id":1,"id":1,"kind":"","locked_at":null,"owner":"","plan":null,"plan_hash":"","spend":{"money":0.0,"person_days":0.0},"stage":"draft","started_at":null,"title":"Ad 1","uid":"6cf9e10836e54c5fa038b5026881a16f","version":1,"we_will":"ask;\n''--"}}', '98d7499200a7454bc4a1ec4f3c92c28c86ee446f6bddaf0920afc892be9020bf', '7e522e08cac2dfe3489228ec4cdaf3d682b20935feb497bb9c5215400fd085f5');
INSERT INTO whatsticks.trail VALUES (4, '2026-03-02T09:04:00.000000Z', 'Ann', 'add', 'E2', 'Added experiment E2 “Ad 2”.', '{"experiment":{"abandoned_why":"","amendments":[],"budget":{"calendar_days":null,"money":null,"person_days":null},"concluded_at":null,"hypothesis_id":1,"id":2,"kind":"","locked_at":null,"owner":"","plan":null,"plan_hash":"","spend":{"money":0.0,"person_days":0.0},"stage":"draft","started_at":null,"title":"Ad 2","uid":"a757feca555d460eb251314abd02488a","version":1,"we_will":"ask;\n''--"}}', '7e522e08cac2dfe3489228ec4cdaf3d682b20935feb497bb9c5215400fd085f5', 'a53341ba9825c360b00f81f864ef491c41f44e39f480fde0b033cfafb110b6ec');
INSERT INTO whatsticks.trail VALUES (5, '2026-03-02T09:05:00.000000Z', 'Ann', 'plan', 'E2', 'Set the plan of E2 “Ad 2” (698e843c).', '{"experiment":{"abandoned_why":"","amendments":[],"budget":{"calendar_days":null,"money":null,"person_days":null},"concluded_at":null,"hypothesis_id":1,"id":2,"kind":"","locked_at":null,"owner":"","plan":{"alpha":0.05,"beta":0.2,"columns":{"arm":"","cluster":"","pair":"","time":"","unit":""},"comparison":"benchmark","control":"","deadline":null,"futility":"obrien-fleming","looks":null,"metric":[{"bar":0.05,"baseline":null,"column":"","correlation":null,"covariates":[],"denominator":"","direction":"increase","discordant":null,"event":"","exposure":"","exposure_per_unit":null,"horizon":null,"kind":"proportion","levels":[],"loss":0.0,"margin":null,"name":"signed up","numerator":"","prices":[],"role":"success","scale":"difference","score":"usual","sd":null,"second_coder":"","target":0.08,"time":"","top":1,"unit":""}],"monitoring":"fixed","pace":{"cost_per_unit":0.0,"fixed_cost":0.0,"person_days":0.0,"setup_days":0.0,"units_per_day":null,"weekly":false},"planned_size":200,"prior":null,"shares":{},"spending":"obrien-fleming","start":null,"success":"all","title":"Untitled test"},"plan_hash":"","spend":{"money":0.0,"person_days":0.0},"stage":"draft","started_at":null,"title":"Ad 2","uid":"a757feca555d460eb251314abd02488a","version":2,"we_will":"ask;\n''--"}}', 'a53341ba9825c360b00f81f864ef491c41f44e39f480fde0b033cfafb110b6ec', '84e649e6d163db19e7d59554301474b00325bbbb6007e802f209712a4958f0b1');
INSERT INTO whatsticks.trail VALUES (6, '2026-03-02T09:06:00.000000Z', 'Ann', 'lock', 'E2', 'Locked the plan of E2 “Ad 2” (239a3d59).', '{"experiment":{"abandoned_why":"","amendments":[],"budget":{"calendar_days":null,"money":null,"person_days":null},"concluded_at":null,"hypothesis_id":1,"id":2,"kind":"","locked_at":"2026-03-02T09:06:00Z","owner":"","plan":{"alpha":0.05,"beta":0.2,"columns":{"arm":"","cluster":"","pair":"","time":"","unit":""},"comparison":"benchmark","control":"","deadline":null,"futility":"obrien-fleming","looks":null,"metric":[{"bar":0.05,"baseline":null,"column":"","correlation":null,"covariates":[],"denominator":"","direction":"increase","discordant":null,"event":"","exposure":"","exposure_per_unit":null,"horizon":null,"kind":"proportion","levels":[],"loss":0.0,"margin":null,"name":"signed up","numerator":"","prices":[],"role":"success","scale":"difference","score":"usual","sd":null,"second_coder":"","target":0.08,"time":"","top":1,"unit":""}],"monitoring":"fixed","pace":{"cost_per_unit":0.0,"fixed_cost":0.0,"person_days":0.0,"setup_days":0.0,"units_per_day":null,"weekly":false},"planned_size":200,"prior":0.3,"shares":{},"spending":"obrien-fleming","start":null,"success":"all","title":"Untitled test"},"plan_hash":"239a3d590ff4cd1090d956aa39a613ee59cad9cf8bb2cf8d86d04c09e5af11e1","spend":{"money":0.0,"person_days":0.0},"stage":"locked","started_at":null,"title":"Ad 2","uid":"a757feca555d460eb251314abd02488a","version":3,"we_will":"ask;\n''--"}}', '84e649e6d163db19e7d59554301474b00325bbbb6007e802f209712a4958f0b1', '82ca0fa013aaad6e0205ced935535ab9a48d77bc13f2f5ddd83e34de1a1db831');
INSERT INTO whatsticks.trail VALUES (7, '2026-03-02T09:07:00.000000Z', 'Ann', 'add', 'E3', 'Added experiment E3 “Ad 3”.', '{"experiment":{"abandoned_why":"","amendments":[],"budget":{"calendar_days":null,"money":null,"person_days":null},"concluded_at":null,"hypothesis_id":1,"id":3,"kind":"","locked_at":null,"owner":"","plan":null,"plan_hash":"","spend":{"money":0.0,"person_days":0.0},"stage":"draft","started_at":null,"title":"Ad 3","uid":"74f82c29a72e445e963a62a9ae44855a","version":1,"we_will":"ask;\n''--"}}', '82ca0fa013aaad6e0205ced935535ab9a48d77bc13f2f5ddd83e34de1a1db831', 'c03e3bebee46f5737c12c503a5baace74537d929bf369dab96f93caa945f3f07');
INSERT INTO whatsticks.trail VALUES (8, '2026-03-02T09:08:00.000000Z', 'Ann', 'plan', 'E3', 'Set the plan of E3 “Ad 3” (698e843c).', '{"experiment":{"abandoned_why":"","amendments":[],"budget":{"calendar_days":null,"money":null,"person_days":null},"concluded_at":null,"hypothesis_id":1,"id":3,"kind":"","locked_at":null,"owner":"","plan":{"alpha":0.05,"beta":0.2,"columns":{"arm":"","cluster":"","pair":"","time":"","unit":""},"comparison":"benchmark","control":"","deadline":null,"futility":"obrien-fleming","looks":null,"metric":[{"bar":0.05,"baseline":null,"column":"","correlation":null,"covariates":[],"denominator":"","direction":"increase","discordant":null,"event":"","exposure":"","exposure_per_unit":null,"horizon":null,"kind":"proportion","levels":[],"loss":0.0,"margin":null,"name":"signed up","numerator":"","prices":[],"role":"success","scale":"difference","score":"usual","sd":null,"second_coder":"","target":0.08,"time":"","top":1,"unit":""}],"monitoring":"fixed","pace":{"cost_per_unit":0.0,"fixed_cost":0.0,"person_days":0.0,"setup_days":0.0,"units_per_day":null,"weekly":false},"planned_size":200,"prior":null,"shares":{},"spending":"obrien-fleming","start":null,"success":"all","title":"Untitled test"},"plan_hash":"","spend":{"money":0.0,"person_days":0.0},"stage":"draft","started_at":null,"title":"Ad 3","uid":"74f82c29a72e445e963a62a9ae44855a","version":2,"we_will":"ask;\n''--"}}', 'c03e3bebee46f5737c12c503a5baace74537d929bf369dab96f93caa945f3f07', '78db79bfaac5d65279344d6fe4dbb448716a2002619c7c954f024d8680e152c2');
INSERT INTO whatsticks.trail VALUES (9, '2026-03-02T09:09:00.000000Z', 'Ann', 'lock', 'E3', 'Locked the plan of E3 “Ad 3” (239a3d59).', '{"experiment":{"abandoned_why":"","amendments":[],"budget":{"calendar_days":null,"money":null,"person_days":null},"concluded_at":null,"hypothesis_id":1,"id":3,"kind":"","locked_at":"2026-03-02T09:09:00Z","owner":"","plan":{"alpha":0.05,"beta":0.2,"columns":{"arm":"","cluster":"","pair":"","time":"","unit":""},"comparison":"benchmark","control":"","deadline":null,"futility":"obrien-fleming","looks":null,"metric":[{"bar":0.05,"baseline":null,"column":"","correlation":null,"covariates":[],"denominator":"","direction":"increase","discordant":null,"event":"","exposure":"","exposure_per_unit":null,"horizon":null,"kind":"proportion","levels":[],"loss":0.0,"margin":null,"name":"signed up","numerator":"","prices":[],"role":"success","scale":"difference","score":"usual","sd":null,"second_coder":"","target":0.08,"time":"","top":1,"unit":""}],"monitoring":"fixed","pace":{"cost_per_unit":0.0,"fixed_cost":0.0,"person_days":0.0,"setup_days":0.0,"units_per_day":null,"weekly":false},"planned_size":200,"prior":0.3,"shares":{},"spending":"obrien-fleming","start":null,"success":"all","title":"Untitled test"},"plan_hash":"239a3d590ff4cd1090d956aa39a613ee59cad9cf8bb2cf8d86d04c09e5af11e1","spend":{"money":0.0,"person_days":0.0},"stage":"locked","started_at":null,"title":"Ad 3","uid":"74f82c29a72e445e963a62a9ae44855a","version":3,"we_will":"ask;\n''--"}}', '78db79bfaac5d65279344d6fe4dbb448716a2002619c7c954f024d8680e152c2', '0033a66ad0f87fd5f542c20f1a46000712cf63b45684ef9365b75e1e46892542');
INSERT INTO whatsticks.trail VALUES (10, '2026-03-02T09:10:00.000000Z', 'Ann', 'start', 'E3', 'Started E3 “Ad 3”.', '{"experiment":{"abandoned_why":"","amendments":[],"budget":{"calendar_days":null,"money":null,"person_days":null},"concluded_at":null,"hypothesis_id":1,"id":3,"kind":"","locked_at":"2026-03-02T09:09:00Z","owner":"","plan":{"alpha":0.05,"beta":0.2,"columns":{"arm":"","cluster":"","pair":"","time":"","unit":""},"comparison":"benchmark","control":"","deadline":null,"futility":"obrien-fleming","looks":null,"metric":[{"bar":0.05,"baseline":null,"column":"","correlation":null,"covariates":[],"denominator":"","direction":"increase","discordant":null,"event":"","exposure":"","exposure_per_unit":null,"horizon":null,"kind":"proportion","levels":[],"loss":0.0,"margin":null,"name":"signed up","numerator":"","prices":[],"role":"success","scale":"difference","score":"usual","sd":null,"second_coder":"","target":0.08,"time":"","top":1,"unit":""}],"monitoring":"fixed","pace":{"cost_per_unit":0.0,"fixed_cost":0.0,"person_days":0.0,"setup_days":0.0,"units_per_day":null,"weekly":false},"planned_size":200,"prior":0.3,"shares":{},"spending":"obrien-fleming","start":null,"success":"all","title":"Untitled test"},"plan_hash":"239a3d590ff4cd1090d956aa39a613ee59cad9cf8bb2cf8d86d04c09e5af11e1","spend":{"money":0.0,"person_days":0.0},"stage":"running","started_at":"2026-03-02T09:10:00Z","title":"Ad 3","uid":"74f82c29a72e445e963a62a9ae44855a","version":4,"we_will":"ask;\n''--"}}', '0033a66ad0f87fd5f542c20f1a46000712cf63b45684ef9365b75e1e46892542', 'b5d03d6f417d2f3535b15af99c822b1ebc513e805375cae1c30044b337289db2');
INSERT INTO whatsticks.trail VALUES (11, '2026-03-02T09:10:00.000000Z', 'Ann', 'record', 'E3', 'Recorded batch 1 of E3 “Ad 3”: 100 units.', '{"observation":{"arms":{"all":{"missing":{},"statistics":{"signed up":{"kind":"counts","successes":9,"trials":100}},"units":100}},"at":"2026-03-02T09:10:00Z","experiment_id":3,"faults":{"duplicate_units":0,"examples":[],"incomplete_pairs":0,"rows_without_arm":0,"units_in_two_arms":0,"unknown_arms":{}},"id":1,"recorded_by":"Ann","source":{"digest":"","first":null,"kind":"typed","last":null,"name":"","rows":null},"strength":2,"supersedes":null,"uid":"fec706bc4cc14a6bb886440739c5ac5b","version":1,"why":""}}', 'b5d03d6f417d2f3535b15af99c822b1ebc513e805375cae1c30044b337289db2', '5eea8f2bd2bfb4ce563018c5d1b1a00dde6f6fa16d3eed2dbefbdfe52de3b3be');
INSERT INTO whatsticks.trail VALUES (12, '2026-03-02T09:11:00.000000Z', 'Ann', 'record', 'E3', 'Recorded batch 2 of E3 “Ad 3”: 90 units.', '{"observation":{"arms":{"all":{"missing":{},"statistics":{"signed up":{"kind":"counts","successes":80,"trials":90}},"units":90}},"at":"2026-03-02T09:11:00Z","experiment_id":3,"faults":{"duplicate_units":0,"examples":[],"incomplete_pairs":0,"rows_without_arm":0,"units_in_two_arms":0,"unknown_arms":{}},"id":2,"recorded_by":"Ann","source":{"digest":"","first":null,"kind":"typed","last":null,"name":"","rows":null},"strength":2,"supersedes":null,"uid":"6db63418450946938d6664c316c175f7","version":1,"why":""}}', '5eea8f2bd2bfb4ce563018c5d1b1a00dde6f6fa16d3eed2dbefbdfe52de3b3be', 'f7f365f6b7157a0c39febb38b05a7363f6fa678b6843adae2a20c7b0a8e16528');
INSERT INTO whatsticks.trail VALUES (13, '2026-03-02T09:12:00.000000Z', 'Ann', 'record', 'E3', 'Recorded batch 3 of E3 “Ad 3”: 100 units in place of batch 2.', '{"observation":{"arms":{"all":{"missing":{},"statistics":{"signed up":{"kind":"counts","successes":8,"trials":100}},"units":100}},"at":"2026-03-02T09:12:00Z","experiment_id":3,"faults":{"duplicate_units":0,"examples":[],"incomplete_pairs":0,"rows_without_arm":0,"units_in_two_arms":0,"unknown_arms":{}},"id":3,"recorded_by":"Ann","source":{"digest":"","first":null,"kind":"typed","last":null,"name":"","rows":null},"strength":2,"supersedes":2,"uid":"b454cf784b1a44cf8a6d705b5bd53fdc","version":1,"why":"a slip"}}', 'f7f365f6b7157a0c39febb38b05a7363f6fa678b6843adae2a20c7b0a8e16528', 'a019829743bb6136a6ce36cb3c8df5ddbd32cb45a3c43fcb2cd8e777a586e38e');
INSERT INTO whatsticks.trail VALUES (14, '2026-03-02T09:13:00.000000Z', 'Ann', 'add', 'E4', 'Added experiment E4 “Ad 4”.', '{"experiment":{"abandoned_why":"","amendments":[],"budget":{"calendar_days":null,"money":null,"person_days":null},"concluded_at":null,"hypothesis_id":1,"id":4,"kind":"","locked_at":null,"owner":"","plan":null,"plan_hash":"","spend":{"money":0.0,"person_days":0.0},"stage":"draft","started_at":null,"title":"Ad 4","uid":"9ac4e8434c8e437c86f75b1f117dd8c2","version":1,"we_will":"ask;\n''--"}}', 'a019829743bb6136a6ce36cb3c8df5ddbd32cb45a3c43fcb2cd8e777a586e38e', 'd9f7573fe4385efc50297b8fec659617674b4af244a036d8bac62804c25c5043');
INSERT INTO whatsticks.trail VALUES (15, '2026-03-02T09:14:00.000000Z', 'Ann', 'plan', 'E4', 'Set the plan of E4 “Ad 4” (698e843c).', '{"experiment":{"abandoned_why":"","amendments":[],"budget":{"calendar_days":null,"money":null,"person_days":null},"concluded_at":null,"hypothesis_id":1,"id":4,"kind":"","locked_at":null,"owner":"","plan":{"alpha":0.05,"beta":0.2,"columns":{"arm":"","cluster":"","pair":"","time":"","unit":""},"comparison":"benchmark","control":"","deadline":null,"futility":"obrien-fleming","looks":null,"metric":[{"bar":0.05,"baseline":null,"column":"","correlation":null,"covariates":[],"denominator":"","direction":"increase","discordant":null,"event":"","exposure":"","exposure_per_unit":null,"horizon":null,"kind":"proportion","levels":[],"loss":0.0,"margin":null,"name":"signed up","numerator":"","prices":[],"role":"success","scale":"difference","score":"usual","sd":null,"second_coder":"","target":0.08,"time":"","top":1,"unit":""}],"monitoring":"fixed","pace":{"cost_per_unit":0.0,"fixed_cost":0.0,"person_days":0.0,"setup_days":0.0,"units_per_day":null,"weekly":false},"planned_size":200,"prior":null,"shares":{},"spending":"obrien-fleming","start":null,"success":"all","title":"Untitled test"},"plan_hash":"","spend":{"money":0.0,"person_days":0.0},"stage":"draft","started_at":null,"title":"Ad 4","uid":"9ac4e8434c8e437c86f75b1f117dd8c2","version":2,"we_will":"ask;\n''--"}}', 'd9f7573fe4385efc50297b8fec659617674b4af244a036d8bac62804c25c5043', '203fcb71e0f192fffd023dc58a9780a5f942f79749c40786c2d654e85672fd5b');
INSERT INTO whatsticks.trail VALUES (16, '2026-03-02T09:15:00.000000Z', 'Ann', 'lock', 'E4', 'Locked the plan of E4 “Ad 4” (239a3d59).', '{"experiment":{"abandoned_why":"","amendments":[],"budget":{"calendar_days":null,"money":null,"person_days":null},"concluded_at":null,"hypothesis_id":1,"id":4,"kind":"","locked_at":"2026-03-02T09:15:00Z","owner":"","plan":{"alpha":0.05,"beta":0.2,"columns":{"arm":"","cluster":"","pair":"","time":"","unit":""},"comparison":"benchmark","control":"","deadline":null,"futility":"obrien-fleming","looks":null,"metric":[{"bar":0.05,"baseline":null,"column":"","correlation":null,"covariates":[],"denominator":"","direction":"increase","discordant":null,"event":"","exposure":"","exposure_per_unit":null,"horizon":null,"kind":"proportion","levels":[],"loss":0.0,"margin":null,"name":"signed up","numerator":"","prices":[],"role":"success","scale":"difference","score":"usual","sd":null,"second_coder":"","target":0.08,"time":"","top":1,"unit":""}],"monitoring":"fixed","pace":{"cost_per_unit":0.0,"fixed_cost":0.0,"person_days":0.0,"setup_days":0.0,"units_per_day":null,"weekly":false},"planned_size":200,"prior":0.3,"shares":{},"spending":"obrien-fleming","start":null,"success":"all","title":"Untitled test"},"plan_hash":"239a3d590ff4cd1090d956aa39a613ee59cad9cf8bb2cf8d86d04c09e5af11e1","spend":{"money":0.0,"person_days":0.0},"stage":"locked","started_at":null,"title":"Ad 4","uid":"9ac4e8434c8e437c86f75b1f117dd8c2","version":3,"we_will":"ask;\n''--"}}', '203fcb71e0f192fffd023dc58a9780a5f942f79749c40786c2d654e85672fd5b', '45f4aad230ddc815f105bbc6644b9a99a4d8f92cb6d235321e6ef442dccba2cf');
INSERT INTO whatsticks.trail VALUES (17, '2026-03-02T09:16:00.000000Z', 'Ann', 'start', 'E4', 'Started E4 “Ad 4”.', '{"experiment":{"abandoned_why":"","amendments":[],"budget":{"calendar_days":null,"money":null,"person_days":null},"concluded_at":null,"hypothesis_id":1,"id":4,"kind":"","locked_at":"2026-03-02T09:15:00Z","owner":"","plan":{"alpha":0.05,"beta":0.2,"columns":{"arm":"","cluster":"","pair":"","time":"","unit":""},"comparison":"benchmark","control":"","deadline":null,"futility":"obrien-fleming","looks":null,"metric":[{"bar":0.05,"baseline":null,"column":"","correlation":null,"covariates":[],"denominator":"","direction":"increase","discordant":null,"event":"","exposure":"","exposure_per_unit":null,"horizon":null,"kind":"proportion","levels":[],"loss":0.0,"margin":null,"name":"signed up","numerator":"","prices":[],"role":"success","scale":"difference","score":"usual","sd":null,"second_coder":"","target":0.08,"time":"","top":1,"unit":""}],"monitoring":"fixed","pace":{"cost_per_unit":0.0,"fixed_cost":0.0,"person_days":0.0,"setup_days":0.0,"units_per_day":null,"weekly":false},"planned_size":200,"prior":0.3,"shares":{},"spending":"obrien-fleming","start":null,"success":"all","title":"Untitled test"},"plan_hash":"239a3d590ff4cd1090d956aa39a613ee59cad9cf8bb2cf8d86d04c09e5af11e1","spend":{"money":0.0,"person_days":0.0},"stage":"running","started_at":"2026-03-02T09:16:00Z","title":"Ad 4","uid":"9ac4e8434c8e437c86f75b1f117dd8c2","version":4,"we_will":"ask;\n''--"}}', '45f4aad230ddc815f105bbc6644b9a99a4d8f92cb6d235321e6ef442dccba2cf', 'd99f5e366d241c00d27f4e075e6b490dffd9de83d9bed8cf654c9f794ce289f8');
INSERT INTO whatsticks.trail VALUES (18, '2026-03-02T09:16:00.000000Z', 'Ann', 'record', 'E4', 'Recorded batch 4 of E4 “Ad 4”: 100 units.', '{"observation":{"arms":{"all":{"missing":{},"statistics":{"signed up":{"kind":"counts","successes":9,"trials":100}},"units":100}},"at":"2026-03-02T09:16:00Z","experiment_id":4,"faults":{"duplicate_units":0,"examples":[],"incomplete_pairs":0,"rows_without_arm":0,"units_in_two_arms":0,"unknown_arms":{}},"id":4,"recorded_by":"Ann","source":{"digest":"","first":null,"kind":"typed","last":null,"name":"","rows":null},"strength":2,"supersedes":null,"uid":"9a7d528cebbd4ff085517439e60c7098","version":1,"why":""}}', 'd99f5e366d241c00d27f4e075e6b490dffd9de83d9bed8cf654c9f794ce289f8', '5024d8125da0f5f484e7abcb588a3cc38c1870b48a04a9e45750f35fdcc6161d');
INSERT INTO whatsticks.trail VALUES (19, '2026-03-02T09:17:00.000000Z', 'Ann', 'record', 'E4', 'Recorded batch 5 of E4 “Ad 4”: 90 units.', '{"observation":{"arms":{"all":{"missing":{},"statistics":{"signed up":{"kind":"counts","successes":80,"trials":90}},"units":90}},"at":"2026-03-02T09:17:00Z","experiment_id":4,"faults":{"duplicate_units":0,"examples":[],"incomplete_pairs":0,"rows_without_arm":0,"units_in_two_arms":0,"unknown_arms":{}},"id":5,"recorded_by":"Ann","source":{"digest":"","first":null,"kind":"typed","last":null,"name":"","rows":null},"strength":2,"supersedes":null,"uid":"d38d9792958a43f590663e1d90a3d699","version":1,"why":""}}', '5024d8125da0f5f484e7abcb588a3cc38c1870b48a04a9e45750f35fdcc6161d', '0210a5a46c7b197cb7b15abd3a479e794c58e81bd758911c0a78de643cb1891e');
INSERT INTO whatsticks.trail VALUES (20, '2026-03-02T09:18:00.000000Z', 'Ann', 'record', 'E4', 'Recorded batch 6 of E4 “Ad 4”: 100 units in place of batch 5.', '{"observation":{"arms":{"all":{"missing":{},"statistics":{"signed up":{"kind":"counts","successes":8,"trials":100}},"units":100}},"at":"2026-03-02T09:18:00Z","experiment_id":4,"faults":{"duplicate_units":0,"examples":[],"incomplete_pairs":0,"rows_without_arm":0,"units_in_two_arms":0,"unknown_arms":{}},"id":6,"recorded_by":"Ann","source":{"digest":"","first":null,"kind":"typed","last":null,"name":"","rows":null},"strength":2,"supersedes":5,"uid":"17056d38fe554179a706fc2ab5ce09fd","version":1,"why":"a slip"}}', '0210a5a46c7b197cb7b15abd3a479e794c58e81bd758911c0a78de643cb1891e', 'be8e7d35f6894c97a2b7ed2e5a3158e8e5da9fd4fa43017e13deab015d487266');
INSERT INTO whatsticks.trail VALUES (21, '2026-03-02T09:20:00.000000Z', 'Ann', 'conclude', 'E4', 'Concluded E4 “Ad 4”: no more results will be recorded.', '{"experiment":{"abandoned_why":"","amendments":[],"budget":{"calendar_days":null,"money":null,"person_days":null},"concluded_at":"2026-03-02T09:20:00Z","hypothesis_id":1,"id":4,"kind":"","locked_at":"2026-03-02T09:15:00Z","owner":"","plan":{"alpha":0.05,"beta":0.2,"columns":{"arm":"","cluster":"","pair":"","time":"","unit":""},"comparison":"benchmark","control":"","deadline":null,"futility":"obrien-fleming","looks":null,"metric":[{"bar":0.05,"baseline":null,"column":"","correlation":null,"covariates":[],"denominator":"","direction":"increase","discordant":null,"event":"","exposure":"","exposure_per_unit":null,"horizon":null,"kind":"proportion","levels":[],"loss":0.0,"margin":null,"name":"signed up","numerator":"","prices":[],"role":"success","scale":"difference","score":"usual","sd":null,"second_coder":"","target":0.08,"time":"","top":1,"unit":""}],"monitoring":"fixed","pace":{"cost_per_unit":0.0,"fixed_cost":0.0,"person_days":0.0,"setup_days":0.0,"units_per_day":null,"weekly":false},"planned_size":200,"prior":0.3,"shares":{},"spending":"obrien-fleming","start":null,"success":"all","title":"Untitled test"},"plan_hash":"239a3d590ff4cd1090d956aa39a613ee59cad9cf8bb2cf8d86d04c09e5af11e1","spend":{"money":0.0,"person_days":0.0},"stage":"concluded","started_at":"2026-03-02T09:16:00Z","title":"Ad 4","uid":"9ac4e8434c8e437c86f75b1f117dd8c2","version":5,"we_will":"ask;\n''--"}}', 'be8e7d35f6894c97a2b7ed2e5a3158e8e5da9fd4fa43017e13deab015d487266', '901a5b89b16dce3e838b5e217d0712f5e72055f6a3fa647e6d9b24a8b8406162');
INSERT INTO whatsticks.trail VALUES (22, '2026-03-02T09:20:00.000000Z', 'Ann', 'decide', 'E4', 'Decided on E4 “Ad 4”: stop, against the verdict (invest).', '{"decision":{"at":"2026-03-02T09:20:00Z","choice":"stop","customers_told":"","experiment_id":4,"id":1,"learning":"they sleep","money":0.0,"next_step":"","person_days":0.0,"seconded_by":"","uid":"93858620b8fc45eabc2f008b3ecc2843","verdict":{"best_arm":"","caution":{"assumed":false,"false_positive_risk":0.1272727272727273,"prior":0.3,"shrunk":[{"arm":"all","estimate":0.0775192599097592,"name":"signed up","weight":0.8861805495189292}]},"health":[{"check":"arms","limit":1.0,"message":"every planned arm has units","status":"ok","value":1.0}],"judge_version":"1.0","looks":[],"metrics":[{"alpha":0.05,"alpha_spent":null,"arm":"all","bar":0.05,"beside":[],"beta":0.2,"beta_spent":null,"ci95":[0.05029591863025728,0.13260516582955234],"direction":"increase","e_bar":null,"estimate":0.085,"finding":"clears the bar","horizon":null,"kind":"proportion","lower":0.05488327785186638,"method":"exact binomial (Clopper–Pearson)","n":{"all":200},"name":"signed up","observed":{"all":"17 of 200 (8.5%)"},"p_bar":0.023799459747172708,"p_target":0.6633730256522926,"role":"success","scale":"difference","score":"usual","target":0.08,"unit":"","upper":0.10599387715441241}],"next_step":"Release the next investment, and plan the next test at a stronger kind of evidence.","not_said":"It does not say that the effect is as large as measured: a bet at the bar would still pass up to 5% of the time, and a result that passed tends to flatter. If 30 in 100 such ideas are truly better than the bar, 13% of such verdicts are false. Shrunk towards what was believed before, the effect is about 7.75% (signed up).","outlook":null,"plan_hash":"239a3d590ff4cd1090d956aa39a613ee59cad9cf8bb2cf8d86d04c09e5af11e1","progress":{"planned":200,"units":200},"reason":"signed up: 17 of 200 (8.5%). Even allowing for chance it is at least 5.49%, above your bar of 5%.","stopped_at":null,"title":"Untitled test","verdict":"invest","warnings":[]},"version":1,"who":"Ann","why":"because of all that was seen here"},"experiment":{"abandoned_why":"","amendments":[],"budget":{"calendar_days":null,"money":null,"person_days":null},"concluded_at":"2026-03-02T09:20:00Z","hypothesis_id":1,"id":4,"kind":"","locked_at":"2026-03-02T09:15:00Z","owner":"","plan":{"alpha":0.05,"beta":0.2,"columns":{"arm":"","cluster":"","pair":"","time":"","unit":""},"comparison":"benchmark","control":"","deadline":null,"futility":"obrien-fleming","looks":null,"metric":[{"bar":0.05,"baseline":null,"column":"","correlation":null,"covariates":[],"denominator":"","direction":"increase","discordant":null,"event":"","exposure":"","exposure_per_unit":null,"horizon":null,"kind":"proportion","levels":[],"loss":0.0,"margin":null,"name":"signed up","numerator":"","prices":[],"role":"success","scale":"difference","score":"usual","sd":null,"second_coder":"","target":0.08,"time":"","top":1,"unit":""}],"monitoring":"fixed","pace":{"cost_per_unit":0.0,"fixed_cost":0.0,"person_days":0.0,"setup_days":0.0,"units_per_day":null,"weekly":false},"planned_size":200,"prior":0.3,"shares":{},"spending":"obrien-fleming","start":null,"success":"all","title":"Untitled test"},"plan_hash":"239a3d590ff4cd1090d956aa39a613ee59cad9cf8bb2cf8d86d04c09e5af11e1","spend":{"money":0.0,"person_days":0.0},"stage":"decided","started_at":"2026-03-02T09:16:00Z","title":"Ad 4","uid":"9ac4e8434c8e437c86f75b1f117dd8c2","version":6,"we_will":"ask;\n''--"}}', '901a5b89b16dce3e838b5e217d0712f5e72055f6a3fa647e6d9b24a8b8406162', '6d6e779fbe8cadb9aec00b5fe67856eb35575c70af6ab82aaa80d3757086da10');
INSERT INTO whatsticks.trail VALUES (23, '2026-03-02T09:21:00.000000Z', 'Ann', 'edit', 'S1', 'Changed the size of segment S1 “Night owls'' "club"”.', '{"segment":{"demographics":"","description":"","expectations":["顧客の声","%s \\n"],"id":1,"name":"Night owls'' \"club\"","psychographics":"","size":4,"uid":"a2e64d0f2f924eb490885e32e7679187","version":2,"where_to_find":""}}', '6d6e779fbe8cadb9aec00b5fe67856eb35575c70af6ab82aaa80d3757086da10', '12f4b6ff34480d1c34fae2270d06ec8b4c7d56a9d61c90320d9f6857c81575e3');



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



ALTER TABLE ONLY whatsticks.segment
    ADD CONSTRAINT pk_segment PRIMARY KEY (id);



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



ALTER TABLE ONLY whatsticks.segment
    ADD CONSTRAINT uq_segment_uid UNIQUE (uid);



ALTER TABLE ONLY whatsticks.trail
    ADD CONSTRAINT uq_trail_hash UNIQUE (hash);



CREATE INDEX ix_experiment_hypothesis_id_id ON whatsticks.experiment USING btree (hypothesis_id, id);



CREATE INDEX ix_experiment_stage_id ON whatsticks.experiment USING btree (stage, id);



CREATE INDEX ix_hypothesis_segment_id_id ON whatsticks.hypothesis USING btree (segment_id, id);



CREATE INDEX ix_observation_experiment_id_id ON whatsticks.observation USING btree (experiment_id, id);



CREATE INDEX ix_trail_subject_seq ON whatsticks.trail USING btree (subject, seq);



CREATE TRIGGER decision_refuses_change BEFORE DELETE OR UPDATE OR TRUNCATE ON whatsticks.decision FOR EACH STATEMENT EXECUTE FUNCTION whatsticks.refuse_change();

ALTER TABLE whatsticks.decision ENABLE ALWAYS TRIGGER decision_refuses_change;



CREATE TRIGGER observation_refuses_change BEFORE DELETE OR UPDATE OR TRUNCATE ON whatsticks.observation FOR EACH STATEMENT EXECUTE FUNCTION whatsticks.refuse_change();

ALTER TABLE whatsticks.observation ENABLE ALWAYS TRIGGER observation_refuses_change;



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




