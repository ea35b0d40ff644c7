-- The event log, version 1; docs/formats/event-log.md describes it.

create table log_head (
  one         smallint primary key default 1 check (one = 1),
  size        bigint   not null,
  frontier    bytea    not null,
  signed_size bigint   not null
);

create table fact (
  sequence  bigint      primary key,
  id        text        not null,
  id_hash   bytea       not null unique,
  kind      text        not null collate "C",
  time      timestamptz not null,
  sealed_at timestamptz not null,
  digest    bytea       not null,
  leaf      bytea       not null,
  salt      bytea,
  payload   text,
  check ((salt is null) = (payload is null))
);

create index fact_by_kind on fact (kind, sequence);
create index fact_by_age on fact using brin (sealed_at);

create table tree_node (
  level    smallint not null,
  position bigint   not null,
  hash     bytea    not null,
  primary key (level, position)
);

create table document (
  shelf text             not null collate "C",
  key   text             not null collate "C",
  rank  double precision not null,
  json  text             not null,
  primary key (shelf, key)
);

create index document_by_rank on document (shelf, rank desc, key);

create table checkpoint (
  reader   text  primary key collate "C",
  position bytea not null
);
