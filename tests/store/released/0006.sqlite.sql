BEGIN TRANSACTION;
CREATE TABLE alembic_version (
	version_num VARCHAR(32) NOT NULL, 
	CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);
INSERT INTO "alembic_version" VALUES('0006');
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
INSERT INTO "decision" VALUES(1,1,4,'stop','Ann','2026-03-02 09:20:00.000000','because of all that was seen here','they sleep','','',0.0,0.0,'{"title":"Untitled test","verdict":"invest","reason":"signed up: 17 of 200 (8.5%). Even allowing for chance it is at least 5.49%, above your bar of 5%.","not_said":"It does not say that the effect is as large as measured: a bet at the bar would still pass up to 5% of the time, and a result that passed tends to flatter. If 30 in 100 such ideas are truly better than the bar, 13% of such verdicts are false. Shrunk towards what was believed before, the effect is about 7.75% (signed up).","next_step":"Release the next investment, and plan the next test at a stronger kind of evidence.","best_arm":"","progress":{"units":200,"planned":200},"metrics":[{"name":"signed up","arm":"all","role":"success","kind":"proportion","direction":"increase","scale":"difference","estimate":0.085,"lower":0.05488327785186638,"upper":0.10599387715441241,"bar":0.05,"target":0.08,"p_bar":0.023799459747172708,"p_target":0.6633730256522926,"ci95":[0.05029591863025728,0.13260516582955234],"alpha":0.05,"beta":0.2,"n":{"all":200},"observed":{"all":"17 of 200 (8.5%)"},"method":"exact binomial (Clopper–Pearson)","unit":"","score":"usual","horizon":null,"alpha_spent":null,"beta_spent":null,"e_bar":null,"finding":"clears the bar","beside":[]}],"health":[{"check":"arms","status":"ok","value":1.0,"limit":1.0,"message":"every planned arm has units"}],"warnings":[],"caution":{"prior":0.3,"assumed":false,"false_positive_risk":0.1272727272727273,"shrunk":[{"name":"signed up","arm":"all","estimate":0.0775192599097592,"weight":0.8861805495189292}]},"looks":[],"stopped_at":null,"outlook":null,"plan_hash":"239a3d590ff4cd1090d956aa39a613ee59cad9cf8bb2cf8d86d04c09e5af11e1","judge_version":"1.3"}','','c4e14d298d0c4c8497f87bb4df641fc7','invest','they sleep
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
''--','','{"money":null,"person_days":null,"calendar_days":null}','{"money":0.0,"person_days":0.0}','draft',NULL,'',NULL,NULL,NULL,'','[]','f4361cbc762e4298b0d7e841fe65fd87','ad 1
ask;
''--',NULL,NULL,NULL,0.0,0.0);
INSERT INTO "experiment" VALUES(2,3,1,'Ad 2','','ask;
''--','','{"money":null,"person_days":null,"calendar_days":null}','{"money":0.0,"person_days":0.0}','locked','{"title":"Untitled test","comparison":"benchmark","control":"","alpha":0.05,"beta":0.2,"monitoring":"fixed","spending":"obrien-fleming","futility":"obrien-fleming","looks":null,"planned_size":200,"prior":0.3,"success":"all","shares":{},"columns":{"arm":"","unit":"","cluster":"","pair":"","time":""},"metric":[{"name":"signed up","role":"success","kind":"proportion","column":"","direction":"increase","scale":"difference","bar":0.05,"target":0.08,"margin":null,"baseline":null,"sd":null,"unit":"","numerator":"","denominator":"","exposure":"","exposure_per_unit":null,"levels":[],"score":"usual","top":1,"time":"","event":"","horizon":null,"loss":0.0,"covariates":[],"correlation":null,"second_coder":"","prices":[],"discordant":null}],"pace":{"units_per_day":null,"setup_days":0.0,"fixed_cost":0.0,"cost_per_unit":0.0,"person_days":0.0,"weekly":false},"start":null,"deadline":null}','239a3d590ff4cd1090d956aa39a613ee59cad9cf8bb2cf8d86d04c09e5af11e1','2026-03-02 09:06:00.000000',NULL,NULL,'','[]','37b7a6efdab44668a5570bebc4ec58c4','ad 2
ask;
''--',0.05,0.2,200,0.0,0.0);
INSERT INTO "experiment" VALUES(3,4,1,'Ad 3','','ask;
''--','','{"money":null,"person_days":null,"calendar_days":null}','{"money":0.0,"person_days":0.0}','running','{"title":"Untitled test","comparison":"benchmark","control":"","alpha":0.05,"beta":0.2,"monitoring":"fixed","spending":"obrien-fleming","futility":"obrien-fleming","looks":null,"planned_size":200,"prior":0.3,"success":"all","shares":{},"columns":{"arm":"","unit":"","cluster":"","pair":"","time":""},"metric":[{"name":"signed up","role":"success","kind":"proportion","column":"","direction":"increase","scale":"difference","bar":0.05,"target":0.08,"margin":null,"baseline":null,"sd":null,"unit":"","numerator":"","denominator":"","exposure":"","exposure_per_unit":null,"levels":[],"score":"usual","top":1,"time":"","event":"","horizon":null,"loss":0.0,"covariates":[],"correlation":null,"second_coder":"","prices":[],"discordant":null}],"pace":{"units_per_day":null,"setup_days":0.0,"fixed_cost":0.0,"cost_per_unit":0.0,"person_days":0.0,"weekly":false},"start":null,"deadline":null}','239a3d590ff4cd1090d956aa39a613ee59cad9cf8bb2cf8d86d04c09e5af11e1','2026-03-02 09:09:00.000000','2026-03-02 09:10:00.000000',NULL,'','[]','a483ed6955184c5dadee2561fc54099f','ad 3
ask;
''--',0.05,0.2,200,0.0,0.0);
INSERT INTO "experiment" VALUES(4,6,1,'Ad 4','','ask;
''--','','{"money":null,"person_days":null,"calendar_days":null}','{"money":0.0,"person_days":0.0}','decided','{"title":"Untitled test","comparison":"benchmark","control":"","alpha":0.05,"beta":0.2,"monitoring":"fixed","spending":"obrien-fleming","futility":"obrien-fleming","looks":null,"planned_size":200,"prior":0.3,"success":"all","shares":{},"columns":{"arm":"","unit":"","cluster":"","pair":"","time":""},"metric":[{"name":"signed up","role":"success","kind":"proportion","column":"","direction":"increase","scale":"difference","bar":0.05,"target":0.08,"margin":null,"baseline":null,"sd":null,"unit":"","numerator":"","denominator":"","exposure":"","exposure_per_unit":null,"levels":[],"score":"usual","top":1,"time":"","event":"","horizon":null,"loss":0.0,"covariates":[],"correlation":null,"second_coder":"","prices":[],"discordant":null}],"pace":{"units_per_day":null,"setup_days":0.0,"fixed_cost":0.0,"cost_per_unit":0.0,"person_days":0.0,"weekly":false},"start":null,"deadline":null}','239a3d590ff4cd1090d956aa39a613ee59cad9cf8bb2cf8d86d04c09e5af11e1','2026-03-02 09:15:00.000000','2026-03-02 09:16:00.000000','2026-03-02 09:20:00.000000','','[]','14980879804a444ca24ef26f513724da','ad 4
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
INSERT INTO "hypothesis" VALUES(1,1,1,'They''d order at 3 a.m. — 👩‍👩‍👧','','','','','desirability',3,0.3,0.0,0.0,0.0,'','39cb10a0c36946c3ad18df5d647a726e','they''d order at 3 a.m. — 👩‍👩‍👧');
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
INSERT INTO "observation" VALUES(1,1,3,'2026-03-02 09:10:00.000000','Ann','{"kind":"typed","name":"","digest":"","rows":null,"first":null,"last":null}',2,'{"all":{"units":100,"statistics":{"signed up":{"kind":"counts","successes":9,"trials":100}},"missing":{}}}','{"duplicate_units":0,"units_in_two_arms":0,"incomplete_pairs":0,"rows_without_arm":0,"unknown_arms":{},"examples":[]}',NULL,'','a638a5fc0c0b4d4e8e3ee309798561c9',100);
INSERT INTO "observation" VALUES(2,1,3,'2026-03-02 09:11:00.000000','Ann','{"kind":"typed","name":"","digest":"","rows":null,"first":null,"last":null}',2,'{"all":{"units":90,"statistics":{"signed up":{"kind":"counts","successes":80,"trials":90}},"missing":{}}}','{"duplicate_units":0,"units_in_two_arms":0,"incomplete_pairs":0,"rows_without_arm":0,"unknown_arms":{},"examples":[]}',NULL,'','35f1bfc06bbe4af0b689f15e76d8a144',90);
INSERT INTO "observation" VALUES(3,1,3,'2026-03-02 09:12:00.000000','Ann','{"kind":"typed","name":"","digest":"","rows":null,"first":null,"last":null}',2,'{"all":{"units":100,"statistics":{"signed up":{"kind":"counts","successes":8,"trials":100}},"missing":{}}}','{"duplicate_units":0,"units_in_two_arms":0,"incomplete_pairs":0,"rows_without_arm":0,"unknown_arms":{},"examples":[]}',2,'a slip','88b3b795e49147afb39899e9172ad685',100);
INSERT INTO "observation" VALUES(4,1,4,'2026-03-02 09:16:00.000000','Ann','{"kind":"typed","name":"","digest":"","rows":null,"first":null,"last":null}',2,'{"all":{"units":100,"statistics":{"signed up":{"kind":"counts","successes":9,"trials":100}},"missing":{}}}','{"duplicate_units":0,"units_in_two_arms":0,"incomplete_pairs":0,"rows_without_arm":0,"unknown_arms":{},"examples":[]}',NULL,'','0b9c33f41cb34f91beeb3472e140f5b9',100);
INSERT INTO "observation" VALUES(5,1,4,'2026-03-02 09:17:00.000000','Ann','{"kind":"typed","name":"","digest":"","rows":null,"first":null,"last":null}',2,'{"all":{"units":90,"statistics":{"signed up":{"kind":"counts","successes":80,"trials":90}},"missing":{}}}','{"duplicate_units":0,"units_in_two_arms":0,"incomplete_pairs":0,"rows_without_arm":0,"unknown_arms":{},"examples":[]}',NULL,'','5fac504fcd5e4b5fb53d0a6e1ac7ec17',90);
INSERT INTO "observation" VALUES(6,1,4,'2026-03-02 09:18:00.000000','Ann','{"kind":"typed","name":"","digest":"","rows":null,"first":null,"last":null}',2,'{"all":{"units":100,"statistics":{"signed up":{"kind":"counts","successes":8,"trials":100}},"missing":{}}}','{"duplicate_units":0,"units_in_two_arms":0,"incomplete_pairs":0,"rows_without_arm":0,"unknown_arms":{},"examples":[]}',5,'a slip','798e1fad28d24860be18014799d72972',100);
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
INSERT INTO "segment" VALUES(1,2,'Night owls'' "club"','','','','["顧客の声","%s \\n"]',4,'','2989ae41ea92461482c1e1b1363b7ac7','night owls'' "club"
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
INSERT INTO "source" VALUES(1,1,'besöker''s','postgresql://${ME}@db/shop','','select ''%s'' as "who"','[]','','44a32e2fc1e14f9690281218c86ad45f','besöker''s
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
INSERT INTO "trail" VALUES(1,'2026-03-02T09:01:00.000000Z','Ann','add','S1','Added segment S1 “Night owls'' "club"”.','{"segment":{"demographics":"","description":"","expectations":["顧客の声","%s \\n"],"id":1,"name":"Night owls'' \"club\"","psychographics":"","size":9000000000,"uid":"2989ae41ea92461482c1e1b1363b7ac7","version":1,"where_to_find":""}}','0000000000000000000000000000000000000000000000000000000000000000','df6fd50c13e695953c1cc033e42b4a5442ff03f188913655a5c1655f52355950');
INSERT INTO "trail" VALUES(2,'2026-03-02T09:02:00.000000Z','Ann','add','H1','Added hypothesis H1 “They''d order at 3 a.m. — 👩‍👩‍👧”.','{"hypothesis":{"behaviour":"","competing":"","id":1,"importance":3,"money_asked":0.0,"need":"","offer":"","owner":"","person_days_asked":0.0,"prior":0.3,"risk":"desirability","segment_id":1,"title":"They''d order at 3 a.m. — 👩‍👩‍👧","uid":"39cb10a0c36946c3ad18df5d647a726e","value_if_true":0.0,"version":1}}','df6fd50c13e695953c1cc033e42b4a5442ff03f188913655a5c1655f52355950','17fe632ab60e520fd03e94d8d830be00520a27553105b57b650761b78021288a');
INSERT INTO "trail" VALUES(3,'2026-03-02T09:03:00.000000Z','Ann','add','E1','Added experiment E1 “Ad 1”.','{"experiment":{"abandoned_why":"","amendments":[],"budget":{"calendar_days":null,"money":null,"person_days":null},"concluded_at":null,"hypothesis_id":1,"id":1,"kind":"","locked_at":null,"owner":"","plan":null,"plan_hash":"","spend":{"money":0.0,"person_days":0.0},"stage":"draft","started_at":null,"title":"Ad 1","uid":"f4361cbc762e4298b0d7e841fe65fd87","version":1,"we_will":"ask;\n''--"}}','17fe632ab60e520fd03e94d8d830be00520a27553105b57b650761b78021288a','e883679bd5e37950a088a8b5ddb7a0167f9e9a76a195e28d832d983eebcea626');
INSERT INTO "trail" VALUES(4,'2026-03-02T09:04:00.000000Z','Ann','add','E2','Added experiment E2 “Ad 2”.','{"experiment":{"abandoned_why":"","amendments":[],"budget":{"calendar_days":null,"money":null,"person_days":null},"concluded_at":null,"hypothesis_id":1,"id":2,"kind":"","locked_at":null,"owner":"","plan":null,"plan_hash":"","spend":{"money":0.0,"person_days":0.0},"stage":"draft","started_at":null,"title":"Ad 2","uid":"37b7a6efdab44668a5570bebc4ec58c4","version":1,"we_will":"ask;\n''--"}}','e883679bd5e37950a088a8b5ddb7a0167f9e9a76a195e28d832d983eebcea626','2ddf08e01e89ed14020838148a754d573ae914618b72fb115840a31b2b1a872f');
INSERT INTO "trail" VALUES(5,'2026-03-02T09:05:00.000000Z','Ann','plan','E2','Set the plan of E2 “Ad 2” (698e843c).','{"experiment":{"abandoned_why":"","amendments":[],"budget":{"calendar_days":null,"money":null,"person_days":null},"concluded_at":null,"hypothesis_id":1,"id":2,"kind":"","locked_at":null,"owner":"","plan":{"alpha":0.05,"beta":0.2,"columns":{"arm":"","cluster":"","pair":"","time":"","unit":""},"comparison":"benchmark","control":"","deadline":null,"futility":"obrien-fleming","looks":null,"metric":[{"bar":0.05,"baseline":null,"column":"","correlation":null,"covariates":[],"denominator":"","direction":"increase","discordant":null,"event":"","exposure":"","exposure_per_unit":null,"horizon":null,"kind":"proportion","levels":[],"loss":0.0,"margin":null,"name":"signed up","numerator":"","prices":[],"role":"success","scale":"difference","score":"usual","sd":null,"second_coder":"","target":0.08,"time":"","top":1,"unit":""}],"monitoring":"fixed","pace":{"cost_per_unit":0.0,"fixed_cost":0.0,"person_days":0.0,"setup_days":0.0,"units_per_day":null,"weekly":false},"planned_size":200,"prior":null,"shares":{},"spending":"obrien-fleming","start":null,"success":"all","title":"Untitled test"},"plan_hash":"","spend":{"money":0.0,"person_days":0.0},"stage":"draft","started_at":null,"title":"Ad 2","uid":"37b7a6efdab44668a5570bebc4ec58c4","version":2,"we_will":"ask;\n''--"}}','2ddf08e01e89ed14020838148a754d573ae914618b72fb115840a31b2b1a872f','d930e128955ffeefc74676e37b1e37710241acc67838b3496614b202a00705e0');
INSERT INTO "trail" VALUES(6,'2026-03-02T09:06:00.000000Z','Ann','lock','E2','Locked the plan of E2 “Ad 2” (239a3d59).','{"experiment":{"abandoned_why":"","amendments":[],"budget":{"calendar_days":null,"money":null,"person_days":null},"concluded_at":null,"hypothesis_id":1,"id":2,"kind":"","locked_at":"2026-03-02T09:06:00Z","owner":"","plan":{"alpha":0.05,"beta":0.2,"columns":{"arm":"","cluster":"","pair":"","time":"","unit":""},"comparison":"benchmark","control":"","deadline":null,"futility":"obrien-fleming","looks":null,"metric":[{"bar":0.05,"baseline":null,"column":"","correlation":null,"covariates":[],"denominator":"","direction":"increase","discordant":null,"event":"","exposure":"","exposure_per_unit":null,"horizon":null,"kind":"proportion","levels":[],"loss":0.0,"margin":null,"name":"signed up","numerator":"","prices":[],"role":"success","scale":"difference","score":"usual","sd":null,"second_coder":"","target":0.08,"time":"","top":1,"unit":""}],"monitoring":"fixed","pace":{"cost_per_unit":0.0,"fixed_cost":0.0,"person_days":0.0,"setup_days":0.0,"units_per_day":null,"weekly":false},"planned_size":200,"prior":0.3,"shares":{},"spending":"obrien-fleming","start":null,"success":"all","title":"Untitled test"},"plan_hash":"239a3d590ff4cd1090d956aa39a613ee59cad9cf8bb2cf8d86d04c09e5af11e1","spend":{"money":0.0,"person_days":0.0},"stage":"locked","started_at":null,"title":"Ad 2","uid":"37b7a6efdab44668a5570bebc4ec58c4","version":3,"we_will":"ask;\n''--"}}','d930e128955ffeefc74676e37b1e37710241acc67838b3496614b202a00705e0','3762c8d4d59585bfdc1c85499871c11e1792b833214ad5dcb471d403dd30d360');
INSERT INTO "trail" VALUES(7,'2026-03-02T09:07:00.000000Z','Ann','add','E3','Added experiment E3 “Ad 3”.','{"experiment":{"abandoned_why":"","amendments":[],"budget":{"calendar_days":null,"money":null,"person_days":null},"concluded_at":null,"hypothesis_id":1,"id":3,"kind":"","locked_at":null,"owner":"","plan":null,"plan_hash":"","spend":{"money":0.0,"person_days":0.0},"stage":"draft","started_at":null,"title":"Ad 3","uid":"a483ed6955184c5dadee2561fc54099f","version":1,"we_will":"ask;\n''--"}}','3762c8d4d59585bfdc1c85499871c11e1792b833214ad5dcb471d403dd30d360','db99a578205279ec2a00362b53bec53faddda594f0b70a4ae1bd1f060290e4c1');
INSERT INTO "trail" VALUES(8,'2026-03-02T09:08:00.000000Z','Ann','plan','E3','Set the plan of E3 “Ad 3” (698e843c).','{"experiment":{"abandoned_why":"","amendments":[],"budget":{"calendar_days":null,"money":null,"person_days":null},"concluded_at":null,"hypothesis_id":1,"id":3,"kind":"","locked_at":null,"owner":"","plan":{"alpha":0.05,"beta":0.2,"columns":{"arm":"","cluster":"","pair":"","time":"","unit":""},"comparison":"benchmark","control":"","deadline":null,"futility":"obrien-fleming","looks":null,"metric":[{"bar":0.05,"baseline":null,"column":"","correlation":null,"covariates":[],"denominator":"","direction":"increase","discordant":null,"event":"","exposure":"","exposure_per_unit":null,"horizon":null,"kind":"proportion","levels":[],"loss":0.0,"margin":null,"name":"signed up","numerator":"","prices":[],"role":"success","scale":"difference","score":"usual","sd":null,"second_coder":"","target":0.08,"time":"","top":1,"unit":""}],"monitoring":"fixed","pace":{"cost_per_unit":0.0,"fixed_cost":0.0,"person_days":0.0,"setup_days":0.0,"units_per_day":null,"weekly":false},"planned_size":200,"prior":null,"shares":{},"spending":"obrien-fleming","start":null,"success":"all","title":"Untitled test"},"plan_hash":"","spend":{"money":0.0,"person_days":0.0},"stage":"draft","started_at":null,"title":"Ad 3","uid":"a483ed6955184c5dadee2561fc54099f","version":2,"we_will":"ask;\n''--"}}','db99a578205279ec2a00362b53bec53faddda594f0b70a4ae1bd1f060290e4c1','c2973068a0d65bacc005228b24edeb7058b150f7dcc712dc9dce2388bdf86da7');
INSERT INTO "trail" VALUES(9,'2026-03-02T09:09:00.000000Z','Ann','lock','E3','Locked the plan of E3 “Ad 3” (239a3d59).','{"experiment":{"abandoned_why":"","amendments":[],"budget":{"calendar_days":null,"money":null,"person_days":null},"concluded_at":null,"hypothesis_id":1,"id":3,"kind":"","locked_at":"2026-03-02T09:09:00Z","owner":"","plan":{"alpha":0.05,"beta":0.2,"columns":{"arm":"","cluster":"","pair":"","time":"","unit":""},"comparison":"benchmark","control":"","deadline":null,"futility":"obrien-fleming","looks":null,"metric":[{"bar":0.05,"baseline":null,"column":"","correlation":null,"covariates":[],"denominator":"","direction":"increase","discordant":null,"event":"","exposure":"","exposure_per_unit":null,"horizon":null,"kind":"proportion","levels":[],"loss":0.0,"margin":null,"name":"signed up","numerator":"","prices":[],"role":"success","scale":"difference","score":"usual","sd":null,"second_coder":"","target":0.08,"time":"","top":1,"unit":""}],"monitoring":"fixed","pace":{"cost_per_unit":0.0,"fixed_cost":0.0,"person_days":0.0,"setup_days":0.0,"units_per_day":null,"weekly":false},"planned_size":200,"prior":0.3,"shares":{},"spending":"obrien-fleming","start":null,"success":"all","title":"Untitled test"},"plan_hash":"239a3d590ff4cd1090d956aa39a613ee59cad9cf8bb2cf8d86d04c09e5af11e1","spend":{"money":0.0,"person_days":0.0},"stage":"locked","started_at":null,"title":"Ad 3","uid":"a483ed6955184c5dadee2561fc54099f","version":3,"we_will":"ask;\n''--"}}','c2973068a0d65bacc005228b24edeb7058b150f7dcc712dc9dce2388bdf86da7','e90ad11e9e9dd6243b20ccec8fb51550d192ad488f274ebedc178f13d7c50c93');
INSERT INTO "trail" VALUES(10,'2026-03-02T09:10:00.000000Z','Ann','start','E3','Started E3 “Ad 3”.','{"experiment":{"abandoned_why":"","amendments":[],"budget":{"calendar_days":null,"money":null,"person_days":null},"concluded_at":null,"hypothesis_id":1,"id":3,"kind":"","locked_at":"2026-03-02T09:09:00Z","owner":"","plan":{"alpha":0.05,"beta":0.2,"columns":{"arm":"","cluster":"","pair":"","time":"","unit":""},"comparison":"benchmark","control":"","deadline":null,"futility":"obrien-fleming","looks":null,"metric":[{"bar":0.05,"baseline":null,"column":"","correlation":null,"covariates":[],"denominator":"","direction":"increase","discordant":null,"event":"","exposure":"","exposure_per_unit":null,"horizon":null,"kind":"proportion","levels":[],"loss":0.0,"margin":null,"name":"signed up","numerator":"","prices":[],"role":"success","scale":"difference","score":"usual","sd":null,"second_coder":"","target":0.08,"time":"","top":1,"unit":""}],"monitoring":"fixed","pace":{"cost_per_unit":0.0,"fixed_cost":0.0,"person_days":0.0,"setup_days":0.0,"units_per_day":null,"weekly":false},"planned_size":200,"prior":0.3,"shares":{},"spending":"obrien-fleming","start":null,"success":"all","title":"Untitled test"},"plan_hash":"239a3d590ff4cd1090d956aa39a613ee59cad9cf8bb2cf8d86d04c09e5af11e1","spend":{"money":0.0,"person_days":0.0},"stage":"running","started_at":"2026-03-02T09:10:00Z","title":"Ad 3","uid":"a483ed6955184c5dadee2561fc54099f","version":4,"we_will":"ask;\n''--"}}','e90ad11e9e9dd6243b20ccec8fb51550d192ad488f274ebedc178f13d7c50c93','7bfb1e9485d9e464eaf6404cae193a2c169cb019e5477fe6a563c384b045354e');
INSERT INTO "trail" VALUES(11,'2026-03-02T09:10:00.000000Z','Ann','record','E3','Recorded batch 1 of E3 “Ad 3”: 100 units.','{"observation":{"arms":{"all":{"missing":{},"statistics":{"signed up":{"kind":"counts","successes":9,"trials":100}},"units":100}},"at":"2026-03-02T09:10:00Z","experiment_id":3,"faults":{"duplicate_units":0,"examples":[],"incomplete_pairs":0,"rows_without_arm":0,"units_in_two_arms":0,"unknown_arms":{}},"id":1,"recorded_by":"Ann","source":{"digest":"","first":null,"kind":"typed","last":null,"name":"","rows":null},"strength":2,"supersedes":null,"uid":"a638a5fc0c0b4d4e8e3ee309798561c9","version":1,"why":""}}','7bfb1e9485d9e464eaf6404cae193a2c169cb019e5477fe6a563c384b045354e','5738b2089fa5a18e43e0ff8f30fcf0748c0d4fa1429439ccc1a7b8d8acb2a467');
INSERT INTO "trail" VALUES(12,'2026-03-02T09:11:00.000000Z','Ann','record','E3','Recorded batch 2 of E3 “Ad 3”: 90 units.','{"observation":{"arms":{"all":{"missing":{},"statistics":{"signed up":{"kind":"counts","successes":80,"trials":90}},"units":90}},"at":"2026-03-02T09:11:00Z","experiment_id":3,"faults":{"duplicate_units":0,"examples":[],"incomplete_pairs":0,"rows_without_arm":0,"units_in_two_arms":0,"unknown_arms":{}},"id":2,"recorded_by":"Ann","source":{"digest":"","first":null,"kind":"typed","last":null,"name":"","rows":null},"strength":2,"supersedes":null,"uid":"35f1bfc06bbe4af0b689f15e76d8a144","version":1,"why":""}}','5738b2089fa5a18e43e0ff8f30fcf0748c0d4fa1429439ccc1a7b8d8acb2a467','540f42390968e8618f6828143507cbf58b2362d4c58fb6a2a29da1ca8a4ed3fb');
INSERT INTO "trail" VALUES(13,'2026-03-02T09:12:00.000000Z','Ann','record','E3','Recorded batch 3 of E3 “Ad 3”: 100 units in place of batch 2.','{"observation":{"arms":{"all":{"missing":{},"statistics":{"signed up":{"kind":"counts","successes":8,"trials":100}},"units":100}},"at":"2026-03-02T09:12:00Z","experiment_id":3,"faults":{"duplicate_units":0,"examples":[],"incomplete_pairs":0,"rows_without_arm":0,"units_in_two_arms":0,"unknown_arms":{}},"id":3,"recorded_by":"Ann","source":{"digest":"","first":null,"kind":"typed","last":null,"name":"","rows":null},"strength":2,"supersedes":2,"uid":"88b3b795e49147afb39899e9172ad685","version":1,"why":"a slip"}}','540f42390968e8618f6828143507cbf58b2362d4c58fb6a2a29da1ca8a4ed3fb','2f25b37bfb58f43aef5178d5715f84456613bf6a7ad37789d02187b48203366c');
INSERT INTO "trail" VALUES(14,'2026-03-02T09:13:00.000000Z','Ann','add','E4','Added experiment E4 “Ad 4”.','{"experiment":{"abandoned_why":"","amendments":[],"budget":{"calendar_days":null,"money":null,"person_days":null},"concluded_at":null,"hypothesis_id":1,"id":4,"kind":"","locked_at":null,"owner":"","plan":null,"plan_hash":"","spend":{"money":0.0,"person_days":0.0},"stage":"draft","started_at":null,"title":"Ad 4","uid":"14980879804a444ca24ef26f513724da","version":1,"we_will":"ask;\n''--"}}','2f25b37bfb58f43aef5178d5715f84456613bf6a7ad37789d02187b48203366c','2d1402d2481cb05242c9f7bf3484f492df8e77678db5ad867f5a2383cad2b282');
INSERT INTO "trail" VALUES(15,'2026-03-02T09:14:00.000000Z','Ann','plan','E4','Set the plan of E4 “Ad 4” (698e843c).','{"experiment":{"abandoned_why":"","amendments":[],"budget":{"calendar_days":null,"money":null,"person_days":null},"concluded_at":null,"hypothesis_id":1,"id":4,"kind":"","locked_at":null,"owner":"","plan":{"alpha":0.05,"beta":0.2,"columns":{"arm":"","cluster":"","pair":"","time":"","unit":""},"comparison":"benchmark","control":"","deadline":null,"futility":"obrien-fleming","looks":null,"metric":[{"bar":0.05,"baseline":null,"column":"","correlation":null,"covariates":[],"denominator":"","direction":"increase","discordant":null,"event":"","exposure":"","exposure_per_unit":null,"horizon":null,"kind":"proportion","levels":[],"loss":0.0,"margin":null,"name":"signed up","numerator":"","prices":[],"role":"success","scale":"difference","score":"usual","sd":null,"second_coder":"","target":0.08,"time":"","top":1,"unit":""}],"monitoring":"fixed","pace":{"cost_per_unit":0.0,"fixed_cost":0.0,"person_days":0.0,"setup_days":0.0,"units_per_day":null,"weekly":false},"planned_size":200,"prior":null,"shares":{},"spending":"obrien-fleming","start":null,"success":"all","title":"Untitled test"},"plan_hash":"","spend":{"money":0.0,"person_days":0.0},"stage":"draft","started_at":null,"title":"Ad 4","uid":"14980879804a444ca24ef26f513724da","version":2,"we_will":"ask;\n''--"}}','2d1402d2481cb05242c9f7bf3484f492df8e77678db5ad867f5a2383cad2b282','960c417dbcc79ed4ceb839fc6946de14d6c74cf89a77171e40b53aeddaecae20');
INSERT INTO "trail" VALUES(16,'2026-03-02T09:15:00.000000Z','Ann','lock','E4','Locked the plan of E4 “Ad 4” (239a3d59).','{"experiment":{"abandoned_why":"","amendments":[],"budget":{"calendar_days":null,"money":null,"person_days":null},"concluded_at":null,"hypothesis_id":1,"id":4,"kind":"","locked_at":"2026-03-02T09:15:00Z","owner":"","plan":{"alpha":0.05,"beta":0.2,"columns":{"arm":"","cluster":"","pair":"","time":"","unit":""},"comparison":"benchmark","control":"","deadline":null,"futility":"obrien-fleming","looks":null,"metric":[{"bar":0.05,"baseline":null,"column":"","correlation":null,"covariates":[],"denominator":"","direction":"increase","discordant":null,"event":"","exposure":"","exposure_per_unit":null,"horizon":null,"kind":"proportion","levels":[],"loss":0.0,"margin":null,"name":"signed up","numerator":"","prices":[],"role":"success","scale":"difference","score":"usual","sd":null,"second_coder":"","target":0.08,"time":"","top":1,"unit":""}],"monitoring":"fixed","pace":{"cost_per_unit":0.0,"fixed_cost":0.0,"person_days":0.0,"setup_days":0.0,"units_per_day":null,"weekly":false},"planned_size":200,"prior":0.3,"shares":{},"spending":"obrien-fleming","start":null,"success":"all","title":"Untitled test"},"plan_hash":"239a3d590ff4cd1090d956aa39a613ee59cad9cf8bb2cf8d86d04c09e5af11e1","spend":{"money":0.0,"person_days":0.0},"stage":"locked","started_at":null,"title":"Ad 4","uid":"14980879804a444ca24ef26f513724da","version":3,"we_will":"ask;\n''--"}}','960c417dbcc79ed4ceb839fc6946de14d6c74cf89a77171e40b53aeddaecae20','55dbaa3f3d0def71569e5f408987806fb394cc47422c52ac07b8ec34dde32227');
INSERT INTO "trail" VALUES(17,'2026-03-02T09:16:00.000000Z','Ann','start','E4','Started E4 “Ad 4”.','{"experiment":{"abandoned_why":"","amendments":[],"budget":{"calendar_days":null,"money":null,"person_days":null},"concluded_at":null,"hypothesis_id":1,"id":4,"kind":"","locked_at":"2026-03-02T09:15:00Z","owner":"","plan":{"alpha":0.05,"beta":0.2,"columns":{"arm":"","cluster":"","pair":"","time":"","unit":""},"comparison":"benchmark","control":"","deadline":null,"futility":"obrien-fleming","looks":null,"metric":[{"bar":0.05,"baseline":null,"column":"","correlation":null,"covariates":[],"denominator":"","direction":"increase","discordant":null,"event":"","exposure":"","exposure_per_unit":null,"horizon":null,"kind":"proportion","levels":[],"loss":0.0,"margin":null,"name":"signed up","numerator":"","prices":[],"role":"success","scale":"difference","score":"usual","sd":null,"second_coder":"","target":0.08,"time":"","top":1,"unit":""}],"monitoring":"fixed","pace":{"cost_per_unit":0.0,"fixed_cost":0.0,"person_days":0.0,"setup_days":0.0,"units_per_day":null,"weekly":false},"planned_size":200,"prior":0.3,"shares":{},"spending":"obrien-fleming","start":null,"success":"all","title":"Untitled test"},"plan_hash":"239a3d590ff4cd1090d956aa39a613ee59cad9cf8bb2cf8d86d04c09e5af11e1","spend":{"money":0.0,"person_days":0.0},"stage":"running","started_at":"2026-03-02T09:16:00Z","title":"Ad 4","uid":"14980879804a444ca24ef26f513724da","version":4,"we_will":"ask;\n''--"}}','55dbaa3f3d0def71569e5f408987806fb394cc47422c52ac07b8ec34dde32227','9dfd3e31144261d931c8e8e69ce7453b6d061fc4cc32760873ab951c547ad720');
INSERT INTO "trail" VALUES(18,'2026-03-02T09:16:00.000000Z','Ann','record','E4','Recorded batch 4 of E4 “Ad 4”: 100 units.','{"observation":{"arms":{"all":{"missing":{},"statistics":{"signed up":{"kind":"counts","successes":9,"trials":100}},"units":100}},"at":"2026-03-02T09:16:00Z","experiment_id":4,"faults":{"duplicate_units":0,"examples":[],"incomplete_pairs":0,"rows_without_arm":0,"units_in_two_arms":0,"unknown_arms":{}},"id":4,"recorded_by":"Ann","source":{"digest":"","first":null,"kind":"typed","last":null,"name":"","rows":null},"strength":2,"supersedes":null,"uid":"0b9c33f41cb34f91beeb3472e140f5b9","version":1,"why":""}}','9dfd3e31144261d931c8e8e69ce7453b6d061fc4cc32760873ab951c547ad720','ba5310ebd6a33286a5d2f11bbc3f672322f92e40301187e8f45678882c41cb9a');
INSERT INTO "trail" VALUES(19,'2026-03-02T09:17:00.000000Z','Ann','record','E4','Recorded batch 5 of E4 “Ad 4”: 90 units.','{"observation":{"arms":{"all":{"missing":{},"statistics":{"signed up":{"kind":"counts","successes":80,"trials":90}},"units":90}},"at":"2026-03-02T09:17:00Z","experiment_id":4,"faults":{"duplicate_units":0,"examples":[],"incomplete_pairs":0,"rows_without_arm":0,"units_in_two_arms":0,"unknown_arms":{}},"id":5,"recorded_by":"Ann","source":{"digest":"","first":null,"kind":"typed","last":null,"name":"","rows":null},"strength":2,"supersedes":null,"uid":"5fac504fcd5e4b5fb53d0a6e1ac7ec17","version":1,"why":""}}','ba5310ebd6a33286a5d2f11bbc3f672322f92e40301187e8f45678882c41cb9a','98e2a9b763521714918788a6b7241631904af1589983e53059b6ee7c723f1fd9');
INSERT INTO "trail" VALUES(20,'2026-03-02T09:18:00.000000Z','Ann','record','E4','Recorded batch 6 of E4 “Ad 4”: 100 units in place of batch 5.','{"observation":{"arms":{"all":{"missing":{},"statistics":{"signed up":{"kind":"counts","successes":8,"trials":100}},"units":100}},"at":"2026-03-02T09:18:00Z","experiment_id":4,"faults":{"duplicate_units":0,"examples":[],"incomplete_pairs":0,"rows_without_arm":0,"units_in_two_arms":0,"unknown_arms":{}},"id":6,"recorded_by":"Ann","source":{"digest":"","first":null,"kind":"typed","last":null,"name":"","rows":null},"strength":2,"supersedes":5,"uid":"798e1fad28d24860be18014799d72972","version":1,"why":"a slip"}}','98e2a9b763521714918788a6b7241631904af1589983e53059b6ee7c723f1fd9','a16799567736a82d1010e66398ef76e9597e97a5fe51e78f526f8bc229d8f7ac');
INSERT INTO "trail" VALUES(21,'2026-03-02T09:20:00.000000Z','Ann','conclude','E4','Concluded E4 “Ad 4”: no more results will be recorded.','{"experiment":{"abandoned_why":"","amendments":[],"budget":{"calendar_days":null,"money":null,"person_days":null},"concluded_at":"2026-03-02T09:20:00Z","hypothesis_id":1,"id":4,"kind":"","locked_at":"2026-03-02T09:15:00Z","owner":"","plan":{"alpha":0.05,"beta":0.2,"columns":{"arm":"","cluster":"","pair":"","time":"","unit":""},"comparison":"benchmark","control":"","deadline":null,"futility":"obrien-fleming","looks":null,"metric":[{"bar":0.05,"baseline":null,"column":"","correlation":null,"covariates":[],"denominator":"","direction":"increase","discordant":null,"event":"","exposure":"","exposure_per_unit":null,"horizon":null,"kind":"proportion","levels":[],"loss":0.0,"margin":null,"name":"signed up","numerator":"","prices":[],"role":"success","scale":"difference","score":"usual","sd":null,"second_coder":"","target":0.08,"time":"","top":1,"unit":""}],"monitoring":"fixed","pace":{"cost_per_unit":0.0,"fixed_cost":0.0,"person_days":0.0,"setup_days":0.0,"units_per_day":null,"weekly":false},"planned_size":200,"prior":0.3,"shares":{},"spending":"obrien-fleming","start":null,"success":"all","title":"Untitled test"},"plan_hash":"239a3d590ff4cd1090d956aa39a613ee59cad9cf8bb2cf8d86d04c09e5af11e1","spend":{"money":0.0,"person_days":0.0},"stage":"concluded","started_at":"2026-03-02T09:16:00Z","title":"Ad 4","uid":"14980879804a444ca24ef26f513724da","version":5,"we_will":"ask;\n''--"}}','a16799567736a82d1010e66398ef76e9597e97a5fe51e78f526f8bc229d8f7ac','81213774eb99d113661e15bfe2b7bef0863eb3b795fe88acf110cf2b57f8e5cc');
INSERT INTO "trail" VALUES(22,'2026-03-02T09:20:00.000000Z','Ann','decide','E4','Decided on E4 “Ad 4”: stop, against the verdict (invest).','{"decision":{"at":"2026-03-02T09:20:00Z","choice":"stop","customers_told":"","experiment_id":4,"id":1,"learning":"they sleep","money":0.0,"next_step":"","person_days":0.0,"seconded_by":"","uid":"c4e14d298d0c4c8497f87bb4df641fc7","verdict":{"best_arm":"","caution":{"assumed":false,"false_positive_risk":0.1272727272727273,"prior":0.3,"shrunk":[{"arm":"all","estimate":0.0775192599097592,"name":"signed up","weight":0.8861805495189292}]},"health":[{"check":"arms","limit":1.0,"message":"every planned arm has units","status":"ok","value":1.0}],"judge_version":"1.3","looks":[],"metrics":[{"alpha":0.05,"alpha_spent":null,"arm":"all","bar":0.05,"beside":[],"beta":0.2,"beta_spent":null,"ci95":[0.05029591863025728,0.13260516582955234],"direction":"increase","e_bar":null,"estimate":0.085,"finding":"clears the bar","horizon":null,"kind":"proportion","lower":0.05488327785186638,"method":"exact binomial (Clopper–Pearson)","n":{"all":200},"name":"signed up","observed":{"all":"17 of 200 (8.5%)"},"p_bar":0.023799459747172708,"p_target":0.6633730256522926,"role":"success","scale":"difference","score":"usual","target":0.08,"unit":"","upper":0.10599387715441241}],"next_step":"Release the next investment, and plan the next test at a stronger kind of evidence.","not_said":"It does not say that the effect is as large as measured: a bet at the bar would still pass up to 5% of the time, and a result that passed tends to flatter. If 30 in 100 such ideas are truly better than the bar, 13% of such verdicts are false. Shrunk towards what was believed before, the effect is about 7.75% (signed up).","outlook":null,"plan_hash":"239a3d590ff4cd1090d956aa39a613ee59cad9cf8bb2cf8d86d04c09e5af11e1","progress":{"planned":200,"units":200},"reason":"signed up: 17 of 200 (8.5%). Even allowing for chance it is at least 5.49%, above your bar of 5%.","stopped_at":null,"title":"Untitled test","verdict":"invest","warnings":[]},"version":1,"who":"Ann","why":"because of all that was seen here"},"experiment":{"abandoned_why":"","amendments":[],"budget":{"calendar_days":null,"money":null,"person_days":null},"concluded_at":"2026-03-02T09:20:00Z","hypothesis_id":1,"id":4,"kind":"","locked_at":"2026-03-02T09:15:00Z","owner":"","plan":{"alpha":0.05,"beta":0.2,"columns":{"arm":"","cluster":"","pair":"","time":"","unit":""},"comparison":"benchmark","control":"","deadline":null,"futility":"obrien-fleming","looks":null,"metric":[{"bar":0.05,"baseline":null,"column":"","correlation":null,"covariates":[],"denominator":"","direction":"increase","discordant":null,"event":"","exposure":"","exposure_per_unit":null,"horizon":null,"kind":"proportion","levels":[],"loss":0.0,"margin":null,"name":"signed up","numerator":"","prices":[],"role":"success","scale":"difference","score":"usual","sd":null,"second_coder":"","target":0.08,"time":"","top":1,"unit":""}],"monitoring":"fixed","pace":{"cost_per_unit":0.0,"fixed_cost":0.0,"person_days":0.0,"setup_days":0.0,"units_per_day":null,"weekly":false},"planned_size":200,"prior":0.3,"shares":{},"spending":"obrien-fleming","start":null,"success":"all","title":"Untitled test"},"plan_hash":"239a3d590ff4cd1090d956aa39a613ee59cad9cf8bb2cf8d86d04c09e5af11e1","spend":{"money":0.0,"person_days":0.0},"stage":"decided","started_at":"2026-03-02T09:16:00Z","title":"Ad 4","uid":"14980879804a444ca24ef26f513724da","version":6,"we_will":"ask;\n''--"}}','81213774eb99d113661e15bfe2b7bef0863eb3b795fe88acf110cf2b57f8e5cc','f7a9cc2b841805583fbd75b6b0636ece9630ddff06dd35966e19bcd68ed68d37');
INSERT INTO "trail" VALUES(23,'2026-03-02T09:21:00.000000Z','Ann','edit','S1','Changed the size of segment S1 “Night owls'' "club"”.','{"segment":{"demographics":"","description":"","expectations":["顧客の声","%s \\n"],"id":1,"name":"Night owls'' \"club\"","psychographics":"","size":4,"uid":"2989ae41ea92461482c1e1b1363b7ac7","version":2,"where_to_find":""}}','f7a9cc2b841805583fbd75b6b0636ece9630ddff06dd35966e19bcd68ed68d37','fddf3d35cc0f9b05e39308ea1a5f3ae0138a8568a10ea27b4d39784569560e75');
INSERT INTO "trail" VALUES(24,'2026-03-02T09:22:00.000000Z','Ann','add','D1','Added source D1 “besöker''s”.','{"source":{"address":"postgresql://${ME}@db/shop","columns":[],"id":1,"name":"besöker''s","query":"select ''%s'' as \"who\"","table":"","time_zone":"","uid":"44a32e2fc1e14f9690281218c86ad45f","version":1}}','fddf3d35cc0f9b05e39308ea1a5f3ae0138a8568a10ea27b4d39784569560e75','3ecbfb80e106089c7d3ba208e1af15fa1e8c15c1e72029f2f0d7ef06589ddb42');
CREATE INDEX ix_trail_subject_seq ON trail (subject, seq);
CREATE INDEX ix_trail_actor_seq ON trail (actor, seq);
CREATE INDEX ix_hypothesis_segment_id_id ON hypothesis (segment_id, id);
CREATE INDEX ix_experiment_hypothesis_id_id ON experiment (hypothesis_id, id);
CREATE INDEX ix_experiment_stage_id ON experiment (stage, id);
CREATE INDEX ix_observation_experiment_id_id_total_units_strength ON observation (experiment_id, id, total_units, strength);
CREATE INDEX ix_observation_experiment_id_supersedes ON observation (experiment_id, supersedes) WHERE supersedes IS NOT NULL;
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
