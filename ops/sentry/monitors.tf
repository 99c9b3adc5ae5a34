locals {
  owner = { team_id = data.sentry_team.owner.internal_id }

  # One issue of high priority while the value is above the threshold, resolved when it is not.
  requests = {
    "failed requests" = {
      aggregate = "failure_rate()"
      query     = "span.op:http.server"
      threshold = var.failure_rate
    }
    "slow requests" = {
      aggregate = "p95(span.duration)"
      query     = "span.op:http.server"
      threshold = var.p95_ms
    }
  }
  slow_routes = {
    for route, threshold in var.route_p95_ms : "slow ${route}" => {
      aggregate = "p95(span.duration)"
      query     = "span.op:http.server transaction:\"${route}\""
      threshold = threshold
    }
  }
}

resource "sentry_metric_monitor" "requests" {
  for_each = merge(local.requests, local.slow_routes)

  organization = var.organization
  project      = sentry_project.service.slug
  name         = "${local.project}: ${each.key}"
  environment  = var.environment
  owner        = local.owner

  dataset             = "events_analytics_platform"
  event_types         = ["trace_item_span"]
  query_type          = "performance"
  aggregate           = each.value.aggregate
  query               = each.value.query
  time_window_seconds = 600
  # One kept span counts as many as the sampling says.
  extrapolation_mode = "client_and_server_weighted"

  condition_group = {
    logic_type = "any"
    conditions = [
      { type = "gt", comparison = each.value.threshold, condition_result = 75 },
      { type = "lte", comparison = each.value.threshold, condition_result = 0 },
    ]
  }
  issue_detection = { type = "static" }
}

resource "sentry_metric_monitor" "floods" {
  for_each = local.floods

  organization = var.organization
  project      = sentry_project.service.slug
  name         = "${local.project}: many ${each.key}"
  description  = "Often: ${each.value.meaning}. The issue of fingerprint ${each.value.fingerprint} has examples; look first at ${each.value.advice}."
  environment  = var.environment
  owner        = local.owner

  dataset             = "events"
  event_types         = ["default", "error"]
  query_type          = "error"
  aggregate           = "count()"
  query               = "error.type:${each.value.error_type}"
  time_window_seconds = 3600

  condition_group = {
    logic_type = "any"
    conditions = [
      { type = "gte", comparison = each.value.per_minute * var.flood_minutes[each.key], condition_result = each.value.level == "warning" ? 50 : 75 },
      { type = "lt", comparison = each.value.per_minute * var.flood_minutes[each.key], condition_result = 0 },
    ]
  }
  issue_detection = { type = "static" }
}

# The service's check-ins describe the same monitor by the same name; here it gets its owner and its alert.
resource "sentry_cron_monitor" "jobs" {
  for_each = merge(local.jobs, var.jobs)

  organization            = var.organization
  project                 = sentry_project.service.slug
  name                    = each.key
  owner                   = local.owner
  schedule                = { crontab = each.value.crontab }
  timezone                = each.value.timezone
  checkin_margin_minutes  = local.checkin_margin_minutes
  max_runtime_minutes     = each.value.max_runtime_minutes
  failure_issue_threshold = 1
  recovery_threshold      = 1
}

resource "sentry_uptime_monitor" "service" {
  count = var.url == null ? 0 : 1

  organization     = var.organization
  project          = sentry_project.service.slug
  name             = "${local.project}: uptime"
  environment      = var.environment
  owner            = local.owner
  url              = "${var.url}/readyz"
  method           = "GET"
  interval_seconds = 60
  timeout_ms       = 5000

  # While a deployment stops a pod, /readyz says 503, and nobody but the load balancer should hear it.
  downtime_threshold = 3
  assertion_json = jsonencode({
    root = { op = "status_code_check", operator = { cmp = "equals" }, value = 200 }
  })
}
