# `terraform test` in ops/sentry: against a provider that answers for itself, so without an account.
mock_provider "sentry" {}

variables {
  organization = "acme"
  team         = "pricing"
}

run "two_variables_are_enough" {
  command = plan

  assert {
    condition     = toset(keys(sentry_metric_monitor.requests)) == toset(["failed requests", "slow requests"])
    error_message = "failure rate and latency have a monitor each"
  }
  assert {
    condition     = toset(keys(sentry_metric_monitor.floods)) == toset(keys(local.floods))
    error_message = "each report with a limit of its own has a monitor"
  }
  assert {
    condition     = length(sentry_uptime_monitor.service) + length(sentry_organization_code_mapping.service) == 0
    error_message = "without an address or a repository there is nothing to watch or to link to"
  }
}

run "everything_that_can_be_said" {
  variables {
    route_p95_ms = { for route in run.two_variables_are_enough.routes : route => 300 }
    jobs         = { "refresh-prices" = { crontab = "*/10 * * * *" } }
    url          = "https://quotes.example.com"
    repository   = { integration = "acme", name = "acme/quotes" }
    owners       = { "path:service/quotes/**" = "#pricing" }
  }

  assert {
    condition     = alltrue([for route in local.routes : strcontains(sentry_metric_monitor.requests["slow ${route}"].query, route)])
    error_message = "each route has a threshold of its own"
  }
  assert {
    condition     = length(sentry_alert.monitors.monitor_ids) == 2 + length(local.routes) + length(local.floods) + length(local.jobs) + 1 + 1
    error_message = "somebody hears of every monitor"
  }
  assert {
    condition     = sentry_organization_code_mapping.service[0].stack_root == local.image_root
    error_message = "a path in a stack leads to its file"
  }
}

run "a_route_that_is_none" {
  command = plan
  variables {
    route_p95_ms = { "GET /nowhere" = 300 }
  }
  expect_failures = [var.route_p95_ms]
}

run "a_report_that_is_none" {
  command = plan
  variables {
    flood_minutes = { "disallowed-hosts" = 1 }
  }
  expect_failures = [var.flood_minutes]
}

run "a_slug_that_sentry_refuses" {
  command = plan
  variables {
    project = "Quotes Service"
  }
  expect_failures = [var.project]
}

run "an_environment_that_sentry_discards" {
  command = plan
  variables {
    environment = "eu/production"
  }
  expect_failures = [var.environment]
}

run "a_rate_in_percent" {
  command = plan
  variables {
    failure_rate = 2
  }
  expect_failures = [var.failure_rate]
}

run "an_owner_without_its_sign" {
  command = plan
  variables {
    owners = { "path:service/**" = "pricing" }
  }
  expect_failures = [var.owners]
}

run "an_address_with_a_path" {
  command = plan
  variables {
    url = "https://quotes.example.com/readyz"
  }
  expect_failures = [var.url]
}
