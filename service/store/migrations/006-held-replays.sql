-- Since when it is not known what of a replay was sent, because the database was put back from a copy; null: all is known.
alter table replays add column held_at timestamptz;
