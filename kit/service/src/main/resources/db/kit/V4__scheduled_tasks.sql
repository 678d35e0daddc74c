-- The timers of a service (harbor.kit.service.timer.Timers): when each runs next, and which instance runs it now. The table of db-scheduler 16.12.0 for PostgreSQL
-- (https://github.com/kagkarlsson/db-scheduler), which alone reads and writes it; a row is one timer and keeps no history, so there is no audit.
CREATE TABLE scheduled_tasks (
  task_name            text COLLATE "C" NOT NULL,
  task_instance        text COLLATE "C" NOT NULL,
  task_data            bytea,
  execution_time       timestamptz NOT NULL,
  picked               boolean NOT NULL,
  picked_by            text,
  last_success         timestamptz,
  last_failure         timestamptz,
  consecutive_failures integer,
  last_heartbeat       timestamptz,
  version              bigint NOT NULL,
  priority             smallint,
  PRIMARY KEY (task_name, task_instance)
);

-- Serve the search for what is due, and for what a dead instance left behind.
CREATE INDEX scheduled_tasks_by_time ON scheduled_tasks (execution_time);
CREATE INDEX scheduled_tasks_by_heartbeat ON scheduled_tasks (last_heartbeat);
