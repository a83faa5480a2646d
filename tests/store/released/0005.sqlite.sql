BEGIN TRANSACTION;
CREATE TABLE alembic_version (
	version_num VARCHAR(32) NOT NULL, 
	CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);
INSERT INTO "alembic_version" VALUES('0005');
CREATE TABLE decision (
	id INTEGER NOT NULL, 
	version INTEGER NOT NULL, 
	experiment_id INTEGER NOT NULL, 
	choice VARCHAR NOT NULL, 
	who VARCHAR(200) NOT NULL, 
	at DATETIME NOT NULL, 
	why VARCHAR(20000) NOT NULL, 
	learning VARCHAR(20000) NOT NULL, 
	next_step VARCHAR(20000) NOT NULL, 
	customers_told VARCHAR(20000) NOT NULL, 
	money FLOAT NOT NULL, 
	person_days FLOAT NOT NULL, 
	verdict TEXT NOT NULL, 
	seconded_by VARCHAR(500) NOT NULL, 
	uid VARCHAR(32) NOT NULL, 
	outcome VARCHAR(40) NOT NULL, 
	folded TEXT DEFAULT '' NOT NULL, 
	CONSTRAINT pk_decision PRIMARY KEY (id), 
	CONSTRAINT uq_decision_experiment_id UNIQUE (experiment_id), 
	CONSTRAINT fk_decision_experiment_id_experiment FOREIGN KEY(experiment_id) REFERENCES experiment (id), 
	CONSTRAINT uq_decision_uid UNIQUE (uid)
);
INSERT INTO "decision" VALUES(1,1,4,'stop','Ann','2026-03-02 09:20:00.000000','because of all that was seen here','they sleep','','',0.0,0.0,'{"title":"Untitled test","verdict":"invest","reason":"signed up: 17 of 200 (8.5%). Even allowing for chance it is at least 5.49%, above your bar of 5%.","not_said":"It does not say that the effect is as large as measured: a bet at the bar would still pass up to 5% of the time, and a result that passed tends to flatter. If 30 in 100 such ideas are truly better than the bar, 13% of such verdicts are false. Shrunk towards what was believed before, the effect is about 7.75% (signed up).","next_step":"Release the next investment, and plan the next test at a stronger kind of evidence.","best_arm":"","progress":{"units":200,"planned":200},"metrics":[{"name":"signed up","arm":"all","role":"success","kind":"proportion","direction":"increase","scale":"difference","estimate":0.085,"lower":0.05488327785186638,"upper":0.10599387715441241,"bar":0.05,"target":0.08,"p_bar":0.023799459747172708,"p_target":0.6633730256522926,"ci95":[0.05029591863025728,0.13260516582955234],"alpha":0.05,"beta":0.2,"n":{"all":200},"observed":{"all":"17 of 200 (8.5%)"},"method":"exact binomial (Clopper–Pearson)","unit":"","score":"usual","horizon":null,"alpha_spent":null,"beta_spent":null,"e_bar":null,"finding":"clears the bar","beside":[]}],"health":[{"check":"arms","status":"ok","value":1.0,"limit":1.0,"message":"every planned arm has units"}],"warnings":[],"caution":{"prior":0.3,"assumed":false,"false_positive_risk":0.1272727272727273,"shrunk":[{"name":"signed up","arm":"all","estimate":0.0775192599097592,"weight":0.8861805495189292}]},"looks":[],"stopped_at":null,"outlook":null,"plan_hash":"239a3d590ff4cd1090d956aa39a613ee59cad9cf8bb2cf8d86d04c09e5af11e1","judge_version":"1.2"}','','d32651ad5ae8472bb3fe5e6fc25eb379','invest','they sleep
because of all that was seen here');
CREATE TABLE experiment (
	id INTEGER NOT NULL, 
	version INTEGER NOT NULL, 
	hypothesis_id INTEGER NOT NULL, 
	title VARCHAR(200) NOT NULL, 
	kind VARCHAR(500) NOT NULL, 
	we_will VARCHAR(20000) NOT NULL, 
	owner VARCHAR(500) NOT NULL, 
	budget TEXT NOT NULL, 
	spend TEXT NOT NULL, 
	stage VARCHAR NOT NULL, 
	"plan" TEXT, 
	plan_hash VARCHAR NOT NULL, 
	locked_at DATETIME, 
	started_at DATETIME, 
	concluded_at DATETIME, 
	abandoned_why VARCHAR(20000) NOT NULL, 
	amendments TEXT NOT NULL, 
	uid VARCHAR(32) NOT NULL, 
	folded TEXT NOT NULL, 
	alpha FLOAT, 
	beta FLOAT, 
	planned_size BIGINT, 
	money_spent FLOAT NOT NULL, 
	person_days_spent FLOAT NOT NULL, 
	CONSTRAINT pk_experiment PRIMARY KEY (id), 
	CONSTRAINT fk_experiment_hypothesis_id_hypothesis FOREIGN KEY(hypothesis_id) REFERENCES hypothesis (id), 
	CONSTRAINT uq_experiment_uid UNIQUE (uid)
);
INSERT INTO "experiment" VALUES(1,1,1,'Ad 1','','ask;
''--','','{"money":null,"person_days":null,"calendar_days":null}','{"money":0.0,"person_days":0.0}','draft',NULL,'',NULL,NULL,NULL,'','[]','98c40987767e4c26bfcf05a35a5150f4','ad 1
ask;
''--',NULL,NULL,NULL,0.0,0.0);
INSERT INTO "experiment" VALUES(2,3,1,'Ad 2','','ask;
''--','','{"money":null,"person_days":null,"calendar_days":null}','{"money":0.0,"person_days":0.0}','locked','{"title":"Untitled test","comparison":"benchmark","control":"","alpha":0.05,"beta":0.2,"monitoring":"fixed","spending":"obrien-fleming","futility":"obrien-fleming","looks":null,"planned_size":200,"prior":0.3,"success":"all","shares":{},"columns":{"arm":"","unit":"","cluster":"","pair":"","time":""},"metric":[{"name":"signed up","role":"success","kind":"proportion","column":"","direction":"increase","scale":"difference","bar":0.05,"target":0.08,"margin":null,"baseline":null,"sd":null,"unit":"","numerator":"","denominator":"","exposure":"","exposure_per_unit":null,"levels":[],"score":"usual","top":1,"time":"","event":"","horizon":null,"loss":0.0,"covariates":[],"correlation":null,"second_coder":"","prices":[],"discordant":null}],"pace":{"units_per_day":null,"setup_days":0.0,"fixed_cost":0.0,"cost_per_unit":0.0,"person_days":0.0,"weekly":false},"start":null,"deadline":null}','239a3d590ff4cd1090d956aa39a613ee59cad9cf8bb2cf8d86d04c09e5af11e1','2026-03-02 09:06:00.000000',NULL,NULL,'','[]','9a3fce2ae1904de79718e4c865828d3a','ad 2
ask;
''--',0.05,0.2,200,0.0,0.0);
INSERT INTO "experiment" VALUES(3,4,1,'Ad 3','','ask;
''--','','{"money":null,"person_days":null,"calendar_days":null}','{"money":0.0,"person_days":0.0}','running','{"title":"Untitled test","comparison":"benchmark","control":"","alpha":0.05,"beta":0.2,"monitoring":"fixed","spending":"obrien-fleming","futility":"obrien-fleming","looks":null,"planned_size":200,"prior":0.3,"success":"all","shares":{},"columns":{"arm":"","unit":"","cluster":"","pair":"","time":""},"metric":[{"name":"signed up","role":"success","kind":"proportion","column":"","direction":"increase","scale":"difference","bar":0.05,"target":0.08,"margin":null,"baseline":null,"sd":null,"unit":"","numerator":"","denominator":"","exposure":"","exposure_per_unit":null,"levels":[],"score":"usual","top":1,"time":"","event":"","horizon":null,"loss":0.0,"covariates":[],"correlation":null,"second_coder":"","prices":[],"discordant":null}],"pace":{"units_per_day":null,"setup_days":0.0,"fixed_cost":0.0,"cost_per_unit":0.0,"person_days":0.0,"weekly":false},"start":null,"deadline":null}','239a3d590ff4cd1090d956aa39a613ee59cad9cf8bb2cf8d86d04c09e5af11e1','2026-03-02 09:09:00.000000','2026-03-02 09:10:00.000000',NULL,'','[]','826b6c2f5b464dea9039fc09cfe07abb','ad 3
ask;
''--',0.05,0.2,200,0.0,0.0);
INSERT INTO "experiment" VALUES(4,6,1,'Ad 4','','ask;
''--','','{"money":null,"person_days":null,"calendar_days":null}','{"money":0.0,"person_days":0.0}','decided','{"title":"Untitled test","comparison":"benchmark","control":"","alpha":0.05,"beta":0.2,"monitoring":"fixed","spending":"obrien-fleming","futility":"obrien-fleming","looks":null,"planned_size":200,"prior":0.3,"success":"all","shares":{},"columns":{"arm":"","unit":"","cluster":"","pair":"","time":""},"metric":[{"name":"signed up","role":"success","kind":"proportion","column":"","direction":"increase","scale":"difference","bar":0.05,"target":0.08,"margin":null,"baseline":null,"sd":null,"unit":"","numerator":"","denominator":"","exposure":"","exposure_per_unit":null,"levels":[],"score":"usual","top":1,"time":"","event":"","horizon":null,"loss":0.0,"covariates":[],"correlation":null,"second_coder":"","prices":[],"discordant":null}],"pace":{"units_per_day":null,"setup_days":0.0,"fixed_cost":0.0,"cost_per_unit":0.0,"person_days":0.0,"weekly":false},"start":null,"deadline":null}','239a3d590ff4cd1090d956aa39a613ee59cad9cf8bb2cf8d86d04c09e5af11e1','2026-03-02 09:15:00.000000','2026-03-02 09:16:00.000000','2026-03-02 09:20:00.000000','','[]','a827fe1091a84950b81613f0a45e49fe','ad 4
ask;
''--',0.05,0.2,200,0.0,0.0);
CREATE TABLE hypothesis (
	id INTEGER NOT NULL, 
	version INTEGER NOT NULL, 
	segment_id INTEGER NOT NULL, 
	title VARCHAR(200) NOT NULL, 
	need VARCHAR(500) NOT NULL, 
	behaviour VARCHAR(500) NOT NULL, 
	offer VARCHAR(500) NOT NULL, 
	competing VARCHAR(500) NOT NULL, 
	risk VARCHAR NOT NULL, 
	importance INTEGER NOT NULL, 
	prior FLOAT NOT NULL, 
	money_asked FLOAT NOT NULL, 
	person_days_asked FLOAT NOT NULL, 
	value_if_true FLOAT NOT NULL, 
	owner VARCHAR(500) NOT NULL, 
	uid VARCHAR(32) NOT NULL, 
	folded TEXT NOT NULL, 
	CONSTRAINT pk_hypothesis PRIMARY KEY (id), 
	CONSTRAINT fk_hypothesis_segment_id_segment FOREIGN KEY(segment_id) REFERENCES segment (id), 
	CONSTRAINT uq_hypothesis_uid UNIQUE (uid)
);
INSERT INTO "hypothesis" VALUES(1,1,1,'They''d order at 3 a.m. — 👩‍👩‍👧','','','','','desirability',3,0.3,0.0,0.0,0.0,'','43bfbc57709145da8456f4096a98b723','they''d order at 3 a.m. — 👩‍👩‍👧');
CREATE TABLE observation (
	id INTEGER NOT NULL, 
	version INTEGER NOT NULL, 
	experiment_id INTEGER NOT NULL, 
	at DATETIME NOT NULL, 
	recorded_by VARCHAR(200) NOT NULL, 
	source TEXT NOT NULL, 
	strength INTEGER NOT NULL, 
	arms TEXT NOT NULL, 
	faults TEXT NOT NULL, 
	supersedes INTEGER, 
	why VARCHAR(20000) NOT NULL, 
	uid VARCHAR(32) NOT NULL, 
	total_units BIGINT NOT NULL, 
	CONSTRAINT pk_observation PRIMARY KEY (id), 
	CONSTRAINT fk_observation_experiment_id_experiment FOREIGN KEY(experiment_id) REFERENCES experiment (id), 
	CONSTRAINT uq_observation_supersedes UNIQUE (supersedes), 
	CONSTRAINT fk_observation_supersedes_observation FOREIGN KEY(supersedes) REFERENCES observation (id), 
	CONSTRAINT uq_observation_uid UNIQUE (uid)
);
INSERT INTO "observation" VALUES(1,1,3,'2026-03-02 09:10:00.000000','Ann','{"kind":"typed","name":"","digest":"","rows":null,"first":null,"last":null}',2,'{"all":{"units":100,"statistics":{"signed up":{"kind":"counts","successes":9,"trials":100}},"missing":{}}}','{"duplicate_units":0,"units_in_two_arms":0,"incomplete_pairs":0,"rows_without_arm":0,"unknown_arms":{},"examples":[]}',NULL,'','434d5324df4d48cdaff70e5b6921d68a',100);
INSERT INTO "observation" VALUES(2,1,3,'2026-03-02 09:11:00.000000','Ann','{"kind":"typed","name":"","digest":"","rows":null,"first":null,"last":null}',2,'{"all":{"units":90,"statistics":{"signed up":{"kind":"counts","successes":80,"trials":90}},"missing":{}}}','{"duplicate_units":0,"units_in_two_arms":0,"incomplete_pairs":0,"rows_without_arm":0,"unknown_arms":{},"examples":[]}',NULL,'','f6f992b3ea26483ba1434b55b56da588',90);
INSERT INTO "observation" VALUES(3,1,3,'2026-03-02 09:12:00.000000','Ann','{"kind":"typed","name":"","digest":"","rows":null,"first":null,"last":null}',2,'{"all":{"units":100,"statistics":{"signed up":{"kind":"counts","successes":8,"trials":100}},"missing":{}}}','{"duplicate_units":0,"units_in_two_arms":0,"incomplete_pairs":0,"rows_without_arm":0,"unknown_arms":{},"examples":[]}',2,'a slip','cea8c186aaba4995a96e55f290c70aa8',100);
INSERT INTO "observation" VALUES(4,1,4,'2026-03-02 09:16:00.000000','Ann','{"kind":"typed","name":"","digest":"","rows":null,"first":null,"last":null}',2,'{"all":{"units":100,"statistics":{"signed up":{"kind":"counts","successes":9,"trials":100}},"missing":{}}}','{"duplicate_units":0,"units_in_two_arms":0,"incomplete_pairs":0,"rows_without_arm":0,"unknown_arms":{},"examples":[]}',NULL,'','98f1197b65a548f6a89783883055cf83',100);
INSERT INTO "observation" VALUES(5,1,4,'2026-03-02 09:17:00.000000','Ann','{"kind":"typed","name":"","digest":"","rows":null,"first":null,"last":null}',2,'{"all":{"units":90,"statistics":{"signed up":{"kind":"counts","successes":80,"trials":90}},"missing":{}}}','{"duplicate_units":0,"units_in_two_arms":0,"incomplete_pairs":0,"rows_without_arm":0,"unknown_arms":{},"examples":[]}',NULL,'','eeb978b2ff1b4384970643ddd47faab1',90);
INSERT INTO "observation" VALUES(6,1,4,'2026-03-02 09:18:00.000000','Ann','{"kind":"typed","name":"","digest":"","rows":null,"first":null,"last":null}',2,'{"all":{"units":100,"statistics":{"signed up":{"kind":"counts","successes":8,"trials":100}},"missing":{}}}','{"duplicate_units":0,"units_in_two_arms":0,"incomplete_pairs":0,"rows_without_arm":0,"unknown_arms":{},"examples":[]}',5,'a slip','8d29e7bc1706405d929517a7094c4731',100);
CREATE TABLE proposal (
	id INTEGER NOT NULL, 
	version INTEGER NOT NULL, 
	experiment_id INTEGER NOT NULL, 
	choice VARCHAR NOT NULL, 
	who VARCHAR(200) NOT NULL, 
	at DATETIME NOT NULL, 
	why VARCHAR(20000) NOT NULL, 
	learning VARCHAR(20000) NOT NULL, 
	next_step VARCHAR(20000) NOT NULL, 
	customers_told VARCHAR(20000) NOT NULL, 
	money FLOAT NOT NULL, 
	person_days FLOAT NOT NULL, 
	verdict TEXT NOT NULL, 
	newest_batch INTEGER, 
	uid VARCHAR(32) NOT NULL, 
	CONSTRAINT pk_proposal PRIMARY KEY (id), 
	CONSTRAINT fk_proposal_experiment_id_experiment FOREIGN KEY(experiment_id) REFERENCES experiment (id), 
	CONSTRAINT uq_proposal_uid UNIQUE (uid)
);
CREATE TABLE review (
	id INTEGER NOT NULL, 
	version INTEGER NOT NULL, 
	proposal_id INTEGER NOT NULL, 
	experiment_id INTEGER NOT NULL, 
	ruling VARCHAR NOT NULL, 
	who VARCHAR(200) NOT NULL, 
	at DATETIME NOT NULL, 
	why VARCHAR(20000) NOT NULL, 
	uid VARCHAR(32) NOT NULL, 
	CONSTRAINT pk_review PRIMARY KEY (id), 
	CONSTRAINT uq_review_proposal_id UNIQUE (proposal_id), 
	CONSTRAINT fk_review_proposal_id_proposal FOREIGN KEY(proposal_id) REFERENCES proposal (id), 
	CONSTRAINT fk_review_experiment_id_experiment FOREIGN KEY(experiment_id) REFERENCES experiment (id), 
	CONSTRAINT uq_review_uid UNIQUE (uid)
);
CREATE TABLE rules (
	id INTEGER NOT NULL, 
	version INTEGER NOT NULL, 
	second_person BOOLEAN NOT NULL, 
	"limit" FLOAT, 
	uid VARCHAR(32) NOT NULL, 
	CONSTRAINT pk_rules PRIMARY KEY (id), 
	CONSTRAINT uq_rules_uid UNIQUE (uid)
);
CREATE TABLE segment (
	id INTEGER NOT NULL, 
	version INTEGER NOT NULL, 
	name VARCHAR(200) NOT NULL, 
	description VARCHAR(20000) NOT NULL, 
	demographics VARCHAR(20000) NOT NULL, 
	psychographics VARCHAR(20000) NOT NULL, 
	expectations TEXT NOT NULL, 
	size BIGINT, 
	where_to_find VARCHAR(20000) NOT NULL, 
	uid VARCHAR(32) NOT NULL, 
	folded TEXT NOT NULL, 
	CONSTRAINT pk_segment PRIMARY KEY (id), 
	CONSTRAINT uq_segment_uid UNIQUE (uid)
);
INSERT INTO "segment" VALUES(1,2,'Night owls'' "club"','','','','["顧客の声","%s \\n"]',4,'','ca1caa9407664a09ae3bfb3490dccaa2','night owls'' "club"
顧客の声
%s \n');
CREATE TABLE source (
	id INTEGER NOT NULL, 
	version INTEGER NOT NULL, 
	name VARCHAR(200) NOT NULL, 
	address VARCHAR(500) NOT NULL, 
	"table" VARCHAR(500) NOT NULL, 
	"query" VARCHAR(20000) NOT NULL, 
	columns TEXT NOT NULL, 
	time_zone VARCHAR(500) NOT NULL, 
	uid VARCHAR(32) NOT NULL, 
	folded TEXT NOT NULL, 
	CONSTRAINT pk_source PRIMARY KEY (id), 
	CONSTRAINT uq_source_uid UNIQUE (uid)
);
INSERT INTO "source" VALUES(1,1,'besöker''s','postgresql://${ME}@db/shop','','select ''%s'' as "who"','[]','','5f437a6c5ce7416ea987324b9cf1090f','besöker''s
postgresql://${me}@db/shop');
CREATE TABLE trail (
	seq INTEGER NOT NULL, 
	at VARCHAR(40) NOT NULL, 
	actor VARCHAR(200) NOT NULL, 
	action VARCHAR(40) NOT NULL, 
	subject VARCHAR(40) NOT NULL, 
	sentence TEXT NOT NULL, 
	payload TEXT NOT NULL, 
	previous VARCHAR(64) NOT NULL, 
	hash VARCHAR(64) NOT NULL, 
	CONSTRAINT pk_trail PRIMARY KEY (seq), 
	CONSTRAINT uq_trail_hash UNIQUE (hash)
);
INSERT INTO "trail" VALUES(1,'2026-03-02T09:01:00.000000Z','Ann','add','S1','Added segment S1 “Night owls'' "club"”.','{"segment":{"demographics":"","description":"","expectations":["顧客の声","%s \\n"],"id":1,"name":"Night owls'' \"club\"","psychographics":"","size":9000000000,"uid":"ca1caa9407664a09ae3bfb3490dccaa2","version":1,"where_to_find":""}}','0000000000000000000000000000000000000000000000000000000000000000','ca34f7ba94c2a4c291e2f1484869ca220f04863fda684b677510d3181e4326e5');
INSERT INTO "trail" VALUES(2,'2026-03-02T09:02:00.000000Z','Ann','add','H1','Added hypothesis H1 “They''d order at 3 a.m. — 👩‍👩‍👧”.','{"hypothesis":{"behaviour":"","competing":"","id":1,"importance":3,"money_asked":0.0,"need":"","offer":"","owner":"","person_days_asked":0.0,"prior":0.3,"risk":"desirability","segment_id":1,"title":"They''d order at 3 a.m. — 👩‍👩‍👧","uid":"43bfbc57709145da8456f4096a98b723","value_if_true":0.0,"version":1}}','ca34f7ba94c2a4c291e2f1484869ca220f04863fda684b677510d3181e4326e5','82d7aa6e7f677d3bb54ace2bf318692f35815e9c87c6296d460d787137cf3977');
INSERT INTO "trail" VALUES(3,'2026-03-02T09:03:00.000000Z','Ann','add','E1','Added experiment E1 “Ad 1”.','{"experiment":{"abandoned_why":"","amendments":[],"budget":{"calendar_days":null,"money":null,"person_days":null},"concluded_at":null,"hypothesis_id":1,"id":1,"kind":"","locked_at":null,"owner":"","plan":null,"plan_hash":"","spend":{"money":0.0,"person_days":0.0},"stage":"draft","started_at":null,"title":"Ad 1","uid":"98c40987767e4c26bfcf05a35a5150f4","version":1,"we_will":"ask;\n''--"}}','82d7aa6e7f677d3bb54ace2bf318692f35815e9c87c6296d460d787137cf3977','b81dab87e6386339b8b02d3493db624c910a15e0774aa13a10baeab3ec3e6f7f');
INSERT INTO "trail" VALUES(4,'2026-03-02T09:04:00.000000Z','Ann','add','E2','Added experiment E2 “Ad 2”.','{"experiment":{"abandoned_why":"","amendments":[],"budget":{"calendar_days":null,"money":null,"person_days":null},"concluded_at":null,"hypothesis_id":1,"id":2,"kind":"","locked_at":null,"owner":"","plan":null,"plan_hash":"","spend":{"money":0.0,"person_days":0.0},"stage":"draft","started_at":null,"title":"Ad 2","uid":"9a3fce2ae1904de79718e4c865828d3a","version":1,"we_will":"ask;\n''--"}}','b81dab87e6386339b8b02d3493db624c910a15e0774aa13a10baeab3ec3e6f7f','29a87a3cc98cc6f6ae76b5c5b06fe7476e43498c974fd99ccddcd8b627825951');
INSERT INTO "trail" VALUES(5,'2026-03-02T09:05:00.000000Z','Ann','plan','E2','Set the plan of E2 “Ad 2” (698e843c).','{"experiment":{"abandoned_why":"","amendments":[],"budget":{"calendar_days":null,"money":null,"person_days":null},"concluded_at":null,"hypothesis_id":1,"id":2,"kind":"","locked_at":null,"owner":"","plan":{"alpha":0.05,"beta":0.2,"columns":{"arm":"","cluster":"","pair":"","time":"","unit":""},"comparison":"benchmark","control":"","deadline":null,"futility":"obrien-fleming","looks":null,"metric":[{"bar":0.05,"baseline":null,"column":"","correlation":null,"covariates":[],"denominator":"","direction":"increase","discordant":null,"event":"","exposure":"","exposure_per_unit":null,"horizon":null,"kind":"proportion","levels":[],"loss":0.0,"margin":null,"name":"signed up","numerator":"","prices":[],"role":"success","scale":"difference","score":"usual","sd":null,"second_coder":"","target":0.08,"time":"","top":1,"unit":""}],"monitoring":"fixed","pace":{"cost_per_unit":0.0,"fixed_cost":0.0,"person_days":0.0,"setup_days":0.0,"units_per_day":null,"weekly":false},"planned_size":200,"prior":null,"shares":{},"spending":"obrien-fleming","start":null,"success":"all","title":"Untitled test"},"plan_hash":"","spend":{"money":0.0,"person_days":0.0},"stage":"draft","started_at":null,"title":"Ad 2","uid":"9a3fce2ae1904de79718e4c865828d3a","version":2,"we_will":"ask;\n''--"}}','29a87a3cc98cc6f6ae76b5c5b06fe7476e43498c974fd99ccddcd8b627825951','ce7f070e7b94b573d9a88bac6ae44baf6772f9968f381250dc72cd6ec1fa184d');
INSERT INTO "trail" VALUES(6,'2026-03-02T09:06:00.000000Z','Ann','lock','E2','Locked the plan of E2 “Ad 2” (239a3d59).','{"experiment":{"abandoned_why":"","amendments":[],"budget":{"calendar_days":null,"money":null,"person_days":null},"concluded_at":null,"hypothesis_id":1,"id":2,"kind":"","locked_at":"2026-03-02T09:06:00Z","owner":"","plan":{"alpha":0.05,"beta":0.2,"columns":{"arm":"","cluster":"","pair":"","time":"","unit":""},"comparison":"benchmark","control":"","deadline":null,"futility":"obrien-fleming","looks":null,"metric":[{"bar":0.05,"baseline":null,"column":"","correlation":null,"covariates":[],"denominator":"","direction":"increase","discordant":null,"event":"","exposure":"","exposure_per_unit":null,"horizon":null,"kind":"proportion","levels":[],"loss":0.0,"margin":null,"name":"signed up","numerator":"","prices":[],"role":"success","scale":"difference","score":"usual","sd":null,"second_coder":"","target":0.08,"time":"","top":1,"unit":""}],"monitoring":"fixed","pace":{"cost_per_unit":0.0,"fixed_cost":0.0,"person_days":0.0,"setup_days":0.0,"units_per_day":null,"weekly":false},"planned_size":200,"prior":0.3,"shares":{},"spending":"obrien-fleming","start":null,"success":"all","title":"Untitled test"},"plan_hash":"239a3d590ff4cd1090d956aa39a613ee59cad9cf8bb2cf8d86d04c09e5af11e1","spend":{"money":0.0,"person_days":0.0},"stage":"locked","started_at":null,"title":"Ad 2","uid":"9a3fce2ae1904de79718e4c865828d3a","version":3,"we_will":"ask;\n''--"}}','ce7f070e7b94b573d9a88bac6ae44baf6772f9968f381250dc72cd6ec1fa184d','891567bee13b6ef321468be10530c817b5675743b614af6fd1769b871f9e03e0');
INSERT INTO "trail" VALUES(7,'2026-03-02T09:07:00.000000Z','Ann','add','E3','Added experiment E3 “Ad 3”.','{"experiment":{"abandoned_why":"","amendments":[],"budget":{"calendar_days":null,"money":null,"person_days":null},"concluded_at":null,"hypothesis_id":1,"id":3,"kind":"","locked_at":null,"owner":"","plan":null,"plan_hash":"","spend":{"money":0.0,"person_days":0.0},"stage":"draft","started_at":null,"title":"Ad 3","uid":"826b6c2f5b464dea9039fc09cfe07abb","version":1,"we_will":"ask;\n''--"}}','891567bee13b6ef321468be10530c817b5675743b614af6fd1769b871f9e03e0','13522a019ababaaedfb4f8d7d8542431d5b37b335b3253e8597780de670b29a8');
INSERT INTO "trail" VALUES(8,'2026-03-02T09:08:00.000000Z','Ann','plan','E3','Set the plan of E3 “Ad 3” (698e843c).','{"experiment":{"abandoned_why":"","amendments":[],"budget":{"calendar_days":null,"money":null,"person_days":null},"concluded_at":null,"hypothesis_id":1,"id":3,"kind":"","locked_at":null,"owner":"","plan":{"alpha":0.05,"beta":0.2,"columns":{"arm":"","cluster":"","pair":"","time":"","unit":""},"comparison":"benchmark","control":"","deadline":null,"futility":"obrien-fleming","looks":null,"metric":[{"bar":0.05,"baseline":null,"column":"","correlation":null,"covariates":[],"denominator":"","direction":"increase","discordant":null,"event":"","exposure":"","exposure_per_unit":null,"horizon":null,"kind":"proportion","levels":[],"loss":0.0,"margin":null,"name":"signed up","numerator":"","prices":[],"role":"success","scale":"difference","score":"usual","sd":null,"second_coder":"","target":0.08,"time":"","top":1,"unit":""}],"monitoring":"fixed","pace":{"cost_per_unit":0.0,"fixed_cost":0.0,"person_days":0.0,"setup_days":0.0,"units_per_day":null,"weekly":false},"planned_size":200,"prior":null,"shares":{},"spending":"obrien-fleming","start":null,"success":"all","title":"Untitled test"},"plan_hash":"","spend":{"money":0.0,"person_days":0.0},"stage":"draft","started_at":null,"title":"Ad 3","uid":"826b6c2f5b464dea9039fc09cfe07abb","version":2,"we_will":"ask;\n''--"}}','13522a019ababaaedfb4f8d7d8542431d5b37b335b3253e8597780de670b29a8','30a6fbd531e6ba4f6b9b0811aa6b2c01a451dbc3035c9f3786fbc2c33aac33fe');
INSERT INTO "trail" VALUES(9,'2026-03-02T09:09:00.000000Z','Ann','lock','E3','Locked the plan of E3 “Ad 3” (239a3d59).','{"experiment":{"abandoned_why":"","amendments":[],"budget":{"calendar_days":null,"money":null,"person_days":null},"concluded_at":null,"hypothesis_id":1,"id":3,"kind":"","locked_at":"2026-03-02T09:09:00Z","owner":"","plan":{"alpha":0.05,"beta":0.2,"columns":{"arm":"","cluster":"","pair":"","time":"","unit":""},"comparison":"benchmark","control":"","deadline":null,"futility":"obrien-fleming","looks":null,"metric":[{"bar":0.05,"baseline":null,"column":"","correlation":null,"covariates":[],"denominator":"","direction":"increase","discordant":null,"event":"","exposure":"","exposure_per_unit":null,"horizon":null,"kind":"proportion","levels":[],"loss":0.0,"margin":null,"name":"signed up","numerator":"","prices":[],"role":"success","scale":"difference","score":"usual","sd":null,"second_coder":"","target":0.08,"time":"","top":1,"unit":""}],"monitoring":"fixed","pace":{"cost_per_unit":0.0,"fixed_cost":0.0,"person_days":0.0,"setup_days":0.0,"units_per_day":null,"weekly":false},"planned_size":200,"prior":0.3,"shares":{},"spending":"obrien-fleming","start":null,"success":"all","title":"Untitled test"},"plan_hash":"239a3d590ff4cd1090d956aa39a613ee59cad9cf8bb2cf8d86d04c09e5af11e1","spend":{"money":0.0,"person_days":0.0},"stage":"locked","started_at":null,"title":"Ad 3","uid":"826b6c2f5b464dea9039fc09cfe07abb","version":3,"we_will":"ask;\n''--"}}','30a6fbd531e6ba4f6b9b0811aa6b2c01a451dbc3035c9f3786fbc2c33aac33fe','04fb7a64c998b1e30885e8aa17dd485ff74788e30dc98e2afcaceaee649ee6e9');
INSERT INTO "trail" VALUES(10,'2026-03-02T09:10:00.000000Z','Ann','start','E3','Started E3 “Ad 3”.','{"experiment":{"abandoned_why":"","amendments":[],"budget":{"calendar_days":null,"money":null,"person_days":null},"concluded_at":null,"hypothesis_id":1,"id":3,"kind":"","locked_at":"2026-03-02T09:09:00Z","owner":"","plan":{"alpha":0.05,"beta":0.2,"columns":{"arm":"","cluster":"","pair":"","time":"","unit":""},"comparison":"benchmark","control":"","deadline":null,"futility":"obrien-fleming","looks":null,"metric":[{"bar":0.05,"baseline":null,"column":"","correlation":null,"covariates":[],"denominator":"","direction":"increase","discordant":null,"event":"","exposure":"","exposure_per_unit":null,"horizon":null,"kind":"proportion","levels":[],"loss":0.0,"margin":null,"name":"signed up","numerator":"","prices":[],"role":"success","scale":"difference","score":"usual","sd":null,"second_coder":"","target":0.08,"time":"","top":1,"unit":""}],"monitoring":"fixed","pace":{"cost_per_unit":0.0,"fixed_cost":0.0,"person_days":0.0,"setup_days":0.0,"units_per_day":null,"weekly":false},"planned_size":200,"prior":0.3,"shares":{},"spending":"obrien-fleming","start":null,"success":"all","title":"Untitled test"},"plan_hash":"239a3d590ff4cd1090d956aa39a613ee59cad9cf8bb2cf8d86d04c09e5af11e1","spend":{"money":0.0,"person_days":0.0},"stage":"running","started_at":"2026-03-02T09:10:00Z","title":"Ad 3","uid":"826b6c2f5b464dea9039fc09cfe07abb","version":4,"we_will":"ask;\n''--"}}','04fb7a64c998b1e30885e8aa17dd485ff74788e30dc98e2afcaceaee649ee6e9','b294c25bf6a7f36dbf8f74546ca39a46f8cda353c9e19a309aaaebfc27670e57');
INSERT INTO "trail" VALUES(11,'2026-03-02T09:10:00.000000Z','Ann','record','E3','Recorded batch 1 of E3 “Ad 3”: 100 units.','{"observation":{"arms":{"all":{"missing":{},"statistics":{"signed up":{"kind":"counts","successes":9,"trials":100}},"units":100}},"at":"2026-03-02T09:10:00Z","experiment_id":3,"faults":{"duplicate_units":0,"examples":[],"incomplete_pairs":0,"rows_without_arm":0,"units_in_two_arms":0,"unknown_arms":{}},"id":1,"recorded_by":"Ann","source":{"digest":"","first":null,"kind":"typed","last":null,"name":"","rows":null},"strength":2,"supersedes":null,"uid":"434d5324df4d48cdaff70e5b6921d68a","version":1,"why":""}}','b294c25bf6a7f36dbf8f74546ca39a46f8cda353c9e19a309aaaebfc27670e57','b8867403b25f76b7fa539a13fca655155597f06bdda93f625c897f0eb8ae8f75');
INSERT INTO "trail" VALUES(12,'2026-03-02T09:11:00.000000Z','Ann','record','E3','Recorded batch 2 of E3 “Ad 3”: 90 units.','{"observation":{"arms":{"all":{"missing":{},"statistics":{"signed up":{"kind":"counts","successes":80,"trials":90}},"units":90}},"at":"2026-03-02T09:11:00Z","experiment_id":3,"faults":{"duplicate_units":0,"examples":[],"incomplete_pairs":0,"rows_without_arm":0,"units_in_two_arms":0,"unknown_arms":{}},"id":2,"recorded_by":"Ann","source":{"digest":"","first":null,"kind":"typed","last":null,"name":"","rows":null},"strength":2,"supersedes":null,"uid":"f6f992b3ea26483ba1434b55b56da588","version":1,"why":""}}','b8867403b25f76b7fa539a13fca655155597f06bdda93f625c897f0eb8ae8f75','eab8baa3555fe3092efcb7b517b16b84ea23ac7271f933b140da44494cad2b5e');
INSERT INTO "trail" VALUES(13,'2026-03-02T09:12:00.000000Z','Ann','record','E3','Recorded batch 3 of E3 “Ad 3”: 100 units in place of batch 2.','{"observation":{"arms":{"all":{"missing":{},"statistics":{"signed up":{"kind":"counts","successes":8,"trials":100}},"units":100}},"at":"2026-03-02T09:12:00Z","experiment_id":3,"faults":{"duplicate_units":0,"examples":[],"incomplete_pairs":0,"rows_without_arm":0,"units_in_two_arms":0,"unknown_arms":{}},"id":3,"recorded_by":"Ann","source":{"digest":"","first":null,"kind":"typed","last":null,"name":"","rows":null},"strength":2,"supersedes":2,"uid":"cea8c186aaba4995a96e55f290c70aa8","version":1,"why":"a slip"}}','eab8baa3555fe3092efcb7b517b16b84ea23ac7271f933b140da44494cad2b5e','66d9272eec26054f99d1775d2f468404597fcb47e4cf5e28c5657ff36c63cebb');
INSERT INTO "trail" VALUES(14,'2026-03-02T09:13:00.000000Z','Ann','add','E4','Added experiment E4 “Ad 4”.','{"experiment":{"abandoned_why":"","amendments":[],"budget":{"calendar_days":null,"money":null,"person_days":null},"concluded_at":null,"hypothesis_id":1,"id":4,"kind":"","locked_at":null,"owner":"","plan":null,"plan_hash":"","spend":{"money":0.0,"person_days":0.0},"stage":"draft","started_at":null,"title":"Ad 4","uid":"a827fe1091a84950b81613f0a45e49fe","version":1,"we_will":"ask;\n''--"}}','66d9272eec26054f99d1775d2f468404597fcb47e4cf5e28c5657ff36c63cebb','441121283e2293fb552ba993c55007b5bb218e0f87343f1db20fae52b97dd03f');
INSERT INTO "trail" VALUES(15,'2026-03-02T09:14:00.000000Z','Ann','plan','E4','Set the plan of E4 “Ad 4” (698e843c).','{"experiment":{"abandoned_why":"","amendments":[],"budget":{"calendar_days":null,"money":null,"person_days":null},"concluded_at":null,"hypothesis_id":1,"id":4,"kind":"","locked_at":null,"owner":"","plan":{"alpha":0.05,"beta":0.2,"columns":{"arm":"","cluster":"","pair":"","time":"","unit":""},"comparison":"benchmark","control":"","deadline":null,"futility":"obrien-fleming","looks":null,"metric":[{"bar":0.05,"baseline":null,"column":"","correlation":null,"covariates":[],"denominator":"","direction":"increase","discordant":null,"event":"","exposure":"","exposure_per_unit":null,"horizon":null,"kind":"proportion","levels":[],"loss":0.0,"margin":null,"name":"signed up","numerator":"","prices":[],"role":"success","scale":"difference","score":"usual","sd":null,"second_coder":"","target":0.08,"time":"","top":1,"unit":""}],"monitoring":"fixed","pace":{"cost_per_unit":0.0,"fixed_cost":0.0,"person_days":0.0,"setup_days":0.0,"units_per_day":null,"weekly":false},"planned_size":200,"prior":null,"shares":{},"spending":"obrien-fleming","start":null,"success":"all","title":"Untitled test"},"plan_hash":"","spend":{"money":0.0,"person_days":0.0},"stage":"draft","started_at":null,"title":"Ad 4","uid":"a827fe1091a84950b81613f0a45e49fe","version":2,"we_will":"ask;\n''--"}}','441121283e2293fb552ba993c55007b5bb218e0f87343f1db20fae52b97dd03f','de4b16c6cb48884ca8ef653fad1952fd7486c93eadc94a5628917dbde31585e6');
INSERT INTO "trail" VALUES(16,'2026-03-02T09:15:00.000000Z','Ann','lock','E4','Locked the plan of E4 “Ad 4” (239a3d59).','{"experiment":{"abandoned_why":"","amendments":[],"budget":{"calendar_days":null,"money":null,"person_days":null},"concluded_at":null,"hypothesis_id":1,"id":4,"kind":"","locked_at":"2026-03-02T09:15:00Z","owner":"","plan":{"alpha":0.05,"beta":0.2,"columns":{"arm":"","cluster":"","pair":"","time":"","unit":""},"comparison":"benchmark","control":"","deadline":null,"futility":"obrien-fleming","looks":null,"metric":[{"bar":0.05,"baseline":null,"column":"","correlation":null,"covariates":[],"denominator":"","direction":"increase","discordant":null,"event":"","exposure":"","exposure_per_unit":null,"horizon":null,"kind":"proportion","levels":[],"loss":0.0,"margin":null,"name":"signed up","numerator":"","prices":[],"role":"success","scale":"difference","score":"usual","sd":null,"second_coder":"","target":0.08,"time":"","top":1,"unit":""}],"monitoring":"fixed","pace":{"cost_per_unit":0.0,"fixed_cost":0.0,"person_days":0.0,"setup_days":0.0,"units_per_day":null,"weekly":false},"planned_size":200,"prior":0.3,"shares":{},"spending":"obrien-fleming","start":null,"success":"all","title":"Untitled test"},"plan_hash":"239a3d590ff4cd1090d956aa39a613ee59cad9cf8bb2cf8d86d04c09e5af11e1","spend":{"money":0.0,"person_days":0.0},"stage":"locked","started_at":null,"title":"Ad 4","uid":"a827fe1091a84950b81613f0a45e49fe","version":3,"we_will":"ask;\n''--"}}','de4b16c6cb48884ca8ef653fad1952fd7486c93eadc94a5628917dbde31585e6','a0a692bbcc4243b1652f4857b0354d99b4b32500da9fd68f0d9d9b07cd4f0a5a');
INSERT INTO "trail" VALUES(17,'2026-03-02T09:16:00.000000Z','Ann','start','E4','Started E4 “Ad 4”.','{"experiment":{"abandoned_why":"","amendments":[],"budget":{"calendar_days":null,"money":null,"person_days":null},"concluded_at":null,"hypothesis_id":1,"id":4,"kind":"","locked_at":"2026-03-02T09:15:00Z","owner":"","plan":{"alpha":0.05,"beta":0.2,"columns":{"arm":"","cluster":"","pair":"","time":"","unit":""},"comparison":"benchmark","control":"","deadline":null,"futility":"obrien-fleming","looks":null,"metric":[{"bar":0.05,"baseline":null,"column":"","correlation":null,"covariates":[],"denominator":"","direction":"increase","discordant":null,"event":"","exposure":"","exposure_per_unit":null,"horizon":null,"kind":"proportion","levels":[],"loss":0.0,"margin":null,"name":"signed up","numerator":"","prices":[],"role":"success","scale":"difference","score":"usual","sd":null,"second_coder":"","target":0.08,"time":"","top":1,"unit":""}],"monitoring":"fixed","pace":{"cost_per_unit":0.0,"fixed_cost":0.0,"person_days":0.0,"setup_days":0.0,"units_per_day":null,"weekly":false},"planned_size":200,"prior":0.3,"shares":{},"spending":"obrien-fleming","start":null,"success":"all","title":"Untitled test"},"plan_hash":"239a3d590ff4cd1090d956aa39a613ee59cad9cf8bb2cf8d86d04c09e5af11e1","spend":{"money":0.0,"person_days":0.0},"stage":"running","started_at":"2026-03-02T09:16:00Z","title":"Ad 4","uid":"a827fe1091a84950b81613f0a45e49fe","version":4,"we_will":"ask;\n''--"}}','a0a692bbcc4243b1652f4857b0354d99b4b32500da9fd68f0d9d9b07cd4f0a5a','6404d35d58812e8dbf09fc1357e1fc6dded732e4395efa753577748947ef906c');
INSERT INTO "trail" VALUES(18,'2026-03-02T09:16:00.000000Z','Ann','record','E4','Recorded batch 4 of E4 “Ad 4”: 100 units.','{"observation":{"arms":{"all":{"missing":{},"statistics":{"signed up":{"kind":"counts","successes":9,"trials":100}},"units":100}},"at":"2026-03-02T09:16:00Z","experiment_id":4,"faults":{"duplicate_units":0,"examples":[],"incomplete_pairs":0,"rows_without_arm":0,"units_in_two_arms":0,"unknown_arms":{}},"id":4,"recorded_by":"Ann","source":{"digest":"","first":null,"kind":"typed","last":null,"name":"","rows":null},"strength":2,"supersedes":null,"uid":"98f1197b65a548f6a89783883055cf83","version":1,"why":""}}','6404d35d58812e8dbf09fc1357e1fc6dded732e4395efa753577748947ef906c','79f647daf9d3a4caad914952737b26d7383a5a63ddab9bf17c8ba93072a6d0a5');
INSERT INTO "trail" VALUES(19,'2026-03-02T09:17:00.000000Z','Ann','record','E4','Recorded batch 5 of E4 “Ad 4”: 90 units.','{"observation":{"arms":{"all":{"missing":{},"statistics":{"signed up":{"kind":"counts","successes":80,"trials":90}},"units":90}},"at":"2026-03-02T09:17:00Z","experiment_id":4,"faults":{"duplicate_units":0,"examples":[],"incomplete_pairs":0,"rows_without_arm":0,"units_in_two_arms":0,"unknown_arms":{}},"id":5,"recorded_by":"Ann","source":{"digest":"","first":null,"kind":"typed","last":null,"name":"","rows":null},"strength":2,"supersedes":null,"uid":"eeb978b2ff1b4384970643ddd47faab1","version":1,"why":""}}','79f647daf9d3a4caad914952737b26d7383a5a63ddab9bf17c8ba93072a6d0a5','c26b8115ae0c705b59e864725c29f3ab0835c9f40a0b9e09feb725fca37e6b36');
INSERT INTO "trail" VALUES(20,'2026-03-02T09:18:00.000000Z','Ann','record','E4','Recorded batch 6 of E4 “Ad 4”: 100 units in place of batch 5.','{"observation":{"arms":{"all":{"missing":{},"statistics":{"signed up":{"kind":"counts","successes":8,"trials":100}},"units":100}},"at":"2026-03-02T09:18:00Z","experiment_id":4,"faults":{"duplicate_units":0,"examples":[],"incomplete_pairs":0,"rows_without_arm":0,"units_in_two_arms":0,"unknown_arms":{}},"id":6,"recorded_by":"Ann","source":{"digest":"","first":null,"kind":"typed","last":null,"name":"","rows":null},"strength":2,"supersedes":5,"uid":"8d29e7bc1706405d929517a7094c4731","version":1,"why":"a slip"}}','c26b8115ae0c705b59e864725c29f3ab0835c9f40a0b9e09feb725fca37e6b36','25a4eef53d53e7b88dc9cfa9ed4d3c51aa5ba06c2ae311d377f0a41db8d2af62');
INSERT INTO "trail" VALUES(21,'2026-03-02T09:20:00.000000Z','Ann','conclude','E4','Concluded E4 “Ad 4”: no more results will be recorded.','{"experiment":{"abandoned_why":"","amendments":[],"budget":{"calendar_days":null,"money":null,"person_days":null},"concluded_at":"2026-03-02T09:20:00Z","hypothesis_id":1,"id":4,"kind":"","locked_at":"2026-03-02T09:15:00Z","owner":"","plan":{"alpha":0.05,"beta":0.2,"columns":{"arm":"","cluster":"","pair":"","time":"","unit":""},"comparison":"benchmark","control":"","deadline":null,"futility":"obrien-fleming","looks":null,"metric":[{"bar":0.05,"baseline":null,"column":"","correlation":null,"covariates":[],"denominator":"","direction":"increase","discordant":null,"event":"","exposure":"","exposure_per_unit":null,"horizon":null,"kind":"proportion","levels":[],"loss":0.0,"margin":null,"name":"signed up","numerator":"","prices":[],"role":"success","scale":"difference","score":"usual","sd":null,"second_coder":"","target":0.08,"time":"","top":1,"unit":""}],"monitoring":"fixed","pace":{"cost_per_unit":0.0,"fixed_cost":0.0,"person_days":0.0,"setup_days":0.0,"units_per_day":null,"weekly":false},"planned_size":200,"prior":0.3,"shares":{},"spending":"obrien-fleming","start":null,"success":"all","title":"Untitled test"},"plan_hash":"239a3d590ff4cd1090d956aa39a613ee59cad9cf8bb2cf8d86d04c09e5af11e1","spend":{"money":0.0,"person_days":0.0},"stage":"concluded","started_at":"2026-03-02T09:16:00Z","title":"Ad 4","uid":"a827fe1091a84950b81613f0a45e49fe","version":5,"we_will":"ask;\n''--"}}','25a4eef53d53e7b88dc9cfa9ed4d3c51aa5ba06c2ae311d377f0a41db8d2af62','50c28394e6c8230950100093b42dcab709eef914387fe2d31d912fe6a6f2b849');
INSERT INTO "trail" VALUES(22,'2026-03-02T09:20:00.000000Z','Ann','decide','E4','Decided on E4 “Ad 4”: stop, against the verdict (invest).','{"decision":{"at":"2026-03-02T09:20:00Z","choice":"stop","customers_told":"","experiment_id":4,"id":1,"learning":"they sleep","money":0.0,"next_step":"","person_days":0.0,"seconded_by":"","uid":"d32651ad5ae8472bb3fe5e6fc25eb379","verdict":{"best_arm":"","caution":{"assumed":false,"false_positive_risk":0.1272727272727273,"prior":0.3,"shrunk":[{"arm":"all","estimate":0.0775192599097592,"name":"signed up","weight":0.8861805495189292}]},"health":[{"check":"arms","limit":1.0,"message":"every planned arm has units","status":"ok","value":1.0}],"judge_version":"1.2","looks":[],"metrics":[{"alpha":0.05,"alpha_spent":null,"arm":"all","bar":0.05,"beside":[],"beta":0.2,"beta_spent":null,"ci95":[0.05029591863025728,0.13260516582955234],"direction":"increase","e_bar":null,"estimate":0.085,"finding":"clears the bar","horizon":null,"kind":"proportion","lower":0.05488327785186638,"method":"exact binomial (Clopper–Pearson)","n":{"all":200},"name":"signed up","observed":{"all":"17 of 200 (8.5%)"},"p_bar":0.023799459747172708,"p_target":0.6633730256522926,"role":"success","scale":"difference","score":"usual","target":0.08,"unit":"","upper":0.10599387715441241}],"next_step":"Release the next investment, and plan the next test at a stronger kind of evidence.","not_said":"It does not say that the effect is as large as measured: a bet at the bar would still pass up to 5% of the time, and a result that passed tends to flatter. If 30 in 100 such ideas are truly better than the bar, 13% of such verdicts are false. Shrunk towards what was believed before, the effect is about 7.75% (signed up).","outlook":null,"plan_hash":"239a3d590ff4cd1090d956aa39a613ee59cad9cf8bb2cf8d86d04c09e5af11e1","progress":{"planned":200,"units":200},"reason":"signed up: 17 of 200 (8.5%). Even allowing for chance it is at least 5.49%, above your bar of 5%.","stopped_at":null,"title":"Untitled test","verdict":"invest","warnings":[]},"version":1,"who":"Ann","why":"because of all that was seen here"},"experiment":{"abandoned_why":"","amendments":[],"budget":{"calendar_days":null,"money":null,"person_days":null},"concluded_at":"2026-03-02T09:20:00Z","hypothesis_id":1,"id":4,"kind":"","locked_at":"2026-03-02T09:15:00Z","owner":"","plan":{"alpha":0.05,"beta":0.2,"columns":{"arm":"","cluster":"","pair":"","time":"","unit":""},"comparison":"benchmark","control":"","deadline":null,"futility":"obrien-fleming","looks":null,"metric":[{"bar":0.05,"baseline":null,"column":"","correlation":null,"covariates":[],"denominator":"","direction":"increase","discordant":null,"event":"","exposure":"","exposure_per_unit":null,"horizon":null,"kind":"proportion","levels":[],"loss":0.0,"margin":null,"name":"signed up","numerator":"","prices":[],"role":"success","scale":"difference","score":"usual","sd":null,"second_coder":"","target":0.08,"time":"","top":1,"unit":""}],"monitoring":"fixed","pace":{"cost_per_unit":0.0,"fixed_cost":0.0,"person_days":0.0,"setup_days":0.0,"units_per_day":null,"weekly":false},"planned_size":200,"prior":0.3,"shares":{},"spending":"obrien-fleming","start":null,"success":"all","title":"Untitled test"},"plan_hash":"239a3d590ff4cd1090d956aa39a613ee59cad9cf8bb2cf8d86d04c09e5af11e1","spend":{"money":0.0,"person_days":0.0},"stage":"decided","started_at":"2026-03-02T09:16:00Z","title":"Ad 4","uid":"a827fe1091a84950b81613f0a45e49fe","version":6,"we_will":"ask;\n''--"}}','50c28394e6c8230950100093b42dcab709eef914387fe2d31d912fe6a6f2b849','e64578c532f10fe3918b2023ffe51693cdc5149338dce0a5eba1e3c9457ba09d');
INSERT INTO "trail" VALUES(23,'2026-03-02T09:21:00.000000Z','Ann','edit','S1','Changed the size of segment S1 “Night owls'' "club"”.','{"segment":{"demographics":"","description":"","expectations":["顧客の声","%s \\n"],"id":1,"name":"Night owls'' \"club\"","psychographics":"","size":4,"uid":"ca1caa9407664a09ae3bfb3490dccaa2","version":2,"where_to_find":""}}','e64578c532f10fe3918b2023ffe51693cdc5149338dce0a5eba1e3c9457ba09d','fff7329e7f5fa1b49b99f940e1009741c2c18590bc4c3bacef65d4fbd1596318');
INSERT INTO "trail" VALUES(24,'2026-03-02T09:22:00.000000Z','Ann','add','D1','Added source D1 “besöker''s”.','{"source":{"address":"postgresql://${ME}@db/shop","columns":[],"id":1,"name":"besöker''s","query":"select ''%s'' as \"who\"","table":"","time_zone":"","uid":"5f437a6c5ce7416ea987324b9cf1090f","version":1}}','fff7329e7f5fa1b49b99f940e1009741c2c18590bc4c3bacef65d4fbd1596318','2405ec3d59b6b031baecdcb060b84eb0a15364220f29ff785e5eb4ade268741d');
CREATE INDEX ix_trail_subject_seq ON trail (subject, seq);
CREATE INDEX ix_trail_actor_seq ON trail (actor, seq);
CREATE INDEX ix_hypothesis_segment_id_id ON hypothesis (segment_id, id);
CREATE INDEX ix_experiment_stage_id ON experiment (stage, id);
CREATE INDEX ix_experiment_hypothesis_id_id ON experiment (hypothesis_id, id);
CREATE INDEX ix_observation_experiment_id_id_total_units_strength ON observation (experiment_id, id, total_units, strength);
CREATE INDEX ix_proposal_experiment_id_id ON proposal (experiment_id, id);
CREATE TRIGGER trail_refuses_update BEFORE UPDATE ON trail BEGIN SELECT RAISE(ABORT, 'trail is append-only'); END;
CREATE TRIGGER trail_refuses_delete BEFORE DELETE ON trail BEGIN SELECT RAISE(ABORT, 'trail is append-only'); END;
CREATE TRIGGER trail_refuses_replacement BEFORE INSERT ON trail WHEN EXISTS (SELECT 1 FROM trail WHERE seq = NEW.seq) OR EXISTS (SELECT 1 FROM trail WHERE hash = NEW.hash) BEGIN SELECT RAISE(ABORT, 'trail is append-only'); END;
CREATE TRIGGER observation_refuses_update BEFORE UPDATE ON observation BEGIN SELECT RAISE(ABORT, 'observation is append-only'); END;
CREATE TRIGGER observation_refuses_delete BEFORE DELETE ON observation BEGIN SELECT RAISE(ABORT, 'observation is append-only'); END;
CREATE TRIGGER observation_refuses_replacement BEFORE INSERT ON observation WHEN EXISTS (SELECT 1 FROM observation WHERE id = NEW.id) OR EXISTS (SELECT 1 FROM observation WHERE uid = NEW.uid) OR EXISTS (SELECT 1 FROM observation WHERE supersedes = NEW.supersedes) BEGIN SELECT RAISE(ABORT, 'observation is append-only'); END;
CREATE TRIGGER decision_refuses_update BEFORE UPDATE ON decision BEGIN SELECT RAISE(ABORT, 'decision is append-only'); END;
CREATE TRIGGER decision_refuses_delete BEFORE DELETE ON decision BEGIN SELECT RAISE(ABORT, 'decision is append-only'); END;
CREATE TRIGGER decision_refuses_replacement BEFORE INSERT ON decision WHEN EXISTS (SELECT 1 FROM decision WHERE id = NEW.id) OR EXISTS (SELECT 1 FROM decision WHERE uid = NEW.uid) OR EXISTS (SELECT 1 FROM decision WHERE experiment_id = NEW.experiment_id) BEGIN SELECT RAISE(ABORT, 'decision is append-only'); END;
CREATE TRIGGER proposal_refuses_update BEFORE UPDATE ON proposal BEGIN SELECT RAISE(ABORT, 'proposal is append-only'); END;
CREATE TRIGGER proposal_refuses_delete BEFORE DELETE ON proposal BEGIN SELECT RAISE(ABORT, 'proposal is append-only'); END;
CREATE TRIGGER proposal_refuses_replacement BEFORE INSERT ON proposal WHEN EXISTS (SELECT 1 FROM proposal WHERE id = NEW.id) OR EXISTS (SELECT 1 FROM proposal WHERE uid = NEW.uid) BEGIN SELECT RAISE(ABORT, 'proposal is append-only'); END;
CREATE TRIGGER review_refuses_update BEFORE UPDATE ON review BEGIN SELECT RAISE(ABORT, 'review is append-only'); END;
CREATE TRIGGER review_refuses_delete BEFORE DELETE ON review BEGIN SELECT RAISE(ABORT, 'review is append-only'); END;
CREATE TRIGGER review_refuses_replacement BEFORE INSERT ON review WHEN EXISTS (SELECT 1 FROM review WHERE id = NEW.id) OR EXISTS (SELECT 1 FROM review WHERE uid = NEW.uid) OR EXISTS (SELECT 1 FROM review WHERE proposal_id = NEW.proposal_id) BEGIN SELECT RAISE(ABORT, 'review is append-only'); END;
CREATE VIRTUAL TABLE segment_search USING fts5(folded, content='segment', content_rowid='id', tokenize='unicode61 remove_diacritics 2', prefix='2 3');
CREATE VIRTUAL TABLE hypothesis_search USING fts5(folded, content='hypothesis', content_rowid='id', tokenize='unicode61 remove_diacritics 2', prefix='2 3');
CREATE VIRTUAL TABLE experiment_search USING fts5(folded, content='experiment', content_rowid='id', tokenize='unicode61 remove_diacritics 2', prefix='2 3');
CREATE VIRTUAL TABLE decision_search USING fts5(folded, content='decision', content_rowid='id', tokenize='unicode61 remove_diacritics 2', prefix='2 3');
CREATE TRIGGER segment_found_when_added AFTER INSERT ON segment BEGIN INSERT INTO segment_search (rowid, folded) VALUES (NEW.id, NEW.folded); END;
CREATE TRIGGER segment_found_no_more AFTER DELETE ON segment BEGIN INSERT INTO segment_search (segment_search, rowid, folded) VALUES ('delete', OLD.id, OLD.folded); END;
CREATE TRIGGER segment_found_as_changed AFTER UPDATE ON segment WHEN OLD.folded IS NOT NEW.folded OR OLD.id IS NOT NEW.id BEGIN INSERT INTO segment_search (segment_search, rowid, folded) VALUES ('delete', OLD.id, OLD.folded); INSERT INTO segment_search (rowid, folded) VALUES (NEW.id, NEW.folded); END;
CREATE TRIGGER hypothesis_found_when_added AFTER INSERT ON hypothesis BEGIN INSERT INTO hypothesis_search (rowid, folded) VALUES (NEW.id, NEW.folded); END;
CREATE TRIGGER hypothesis_found_no_more AFTER DELETE ON hypothesis BEGIN INSERT INTO hypothesis_search (hypothesis_search, rowid, folded) VALUES ('delete', OLD.id, OLD.folded); END;
CREATE TRIGGER hypothesis_found_as_changed AFTER UPDATE ON hypothesis WHEN OLD.folded IS NOT NEW.folded OR OLD.id IS NOT NEW.id BEGIN INSERT INTO hypothesis_search (hypothesis_search, rowid, folded) VALUES ('delete', OLD.id, OLD.folded); INSERT INTO hypothesis_search (rowid, folded) VALUES (NEW.id, NEW.folded); END;
CREATE TRIGGER experiment_found_when_added AFTER INSERT ON experiment BEGIN INSERT INTO experiment_search (rowid, folded) VALUES (NEW.id, NEW.folded); END;
CREATE TRIGGER experiment_found_no_more AFTER DELETE ON experiment BEGIN INSERT INTO experiment_search (experiment_search, rowid, folded) VALUES ('delete', OLD.id, OLD.folded); END;
CREATE TRIGGER experiment_found_as_changed AFTER UPDATE ON experiment WHEN OLD.folded IS NOT NEW.folded OR OLD.id IS NOT NEW.id BEGIN INSERT INTO experiment_search (experiment_search, rowid, folded) VALUES ('delete', OLD.id, OLD.folded); INSERT INTO experiment_search (rowid, folded) VALUES (NEW.id, NEW.folded); END;
CREATE TRIGGER decision_found_when_added AFTER INSERT ON decision BEGIN INSERT INTO decision_search (rowid, folded) VALUES (NEW.id, NEW.folded); END;
CREATE TRIGGER decision_found_no_more AFTER DELETE ON decision BEGIN INSERT INTO decision_search (decision_search, rowid, folded) VALUES ('delete', OLD.id, OLD.folded); END;
CREATE TRIGGER decision_found_as_changed AFTER UPDATE ON decision WHEN OLD.folded IS NOT NEW.folded OR OLD.id IS NOT NEW.id BEGIN INSERT INTO decision_search (decision_search, rowid, folded) VALUES ('delete', OLD.id, OLD.folded); INSERT INTO decision_search (rowid, folded) VALUES (NEW.id, NEW.folded); END;
INSERT INTO segment_search (segment_search) VALUES ('rebuild');
INSERT INTO hypothesis_search (hypothesis_search) VALUES ('rebuild');
INSERT INTO experiment_search (experiment_search) VALUES ('rebuild');
INSERT INTO decision_search (decision_search) VALUES ('rebuild');
COMMIT;
