-- The event log, version 2: each key that signs heads has its own mark.

create table signed_head (
  key  text   primary key collate "C",
  size bigint not null
);

insert into signed_head (key, size) select '', signed_size from log_head where signed_size > 0;

alter table log_head drop column signed_size;
