# Monitors open issues; alerts say who hears of them, and when again.

data "sentry_project_error_monitor" "errors" {
  organization = var.organization
  project      = sentry_project.service.slug
  first        = true
}

locals {
  # The level of an event as Sentry counts it: 40 error, 50 fatal.
  error = 40
  tell_owners = [{
    email = { target_type = "issue_owners", fallthrough_type = "ActiveMembers" }
  }]
}

resource "sentry_alert" "errors" {
  for_each = {
    "new error"  = [{ first_seen_event = {} }]
    "regression" = [{ regression_event = {} }]
  }

  organization       = var.organization
  name               = "${local.project}: ${each.key}"
  environment        = var.environment
  monitor_ids        = [data.sentry_project_error_monitor.errors.id]
  frequency_minutes  = 30
  trigger_conditions = each.value

  action_filters = [{
    logic_type = "all"
    conditions = [{ level = { match = "gte", level = local.error } }]
    actions    = local.tell_owners
  }]
}

resource "sentry_alert" "monitors" {
  organization = var.organization
  name         = "${local.project}: requests, floods, jobs and uptime"
  # Each monitor has its environment; jobs have none.
  monitor_ids = concat(
    values(sentry_metric_monitor.requests)[*].id,
    values(sentry_metric_monitor.floods)[*].id,
    values(sentry_cron_monitor.jobs)[*].id,
    sentry_uptime_monitor.service[*].id,
  )
  frequency_minutes  = 60
  trigger_conditions = [{ first_seen_event = {} }, { regression_event = {} }, { reappeared_event = {} }]

  action_filters = [{
    logic_type = "all"
    actions    = local.tell_owners
  }]
}
