locals {
  requests_only = "span.op:http.server environment:${var.environment}"
  calls_only    = "span.op:http.client environment:${var.environment}"
  failed_only   = "${local.requests_only} ${local.attributes.status}:>=500"

  # In rows of three, each two columns wide.
  widgets = [
    {
      title      = "Traffic", display = "line", type = "spans"
      aggregates = ["count(span.duration)"], columns = [], conditions = local.requests_only
    },
    {
      title      = "Failures", display = "line", type = "spans"
      aggregates = ["failure_rate()"], columns = [], conditions = local.requests_only
    },
    {
      title      = "Latency", display = "line", type = "spans"
      aggregates = ["p50(span.duration)", "p95(span.duration)", "p99(span.duration)"], columns = [], conditions = local.requests_only
    },
    {
      title      = "Latency by route", display = "table", type = "spans"
      aggregates = ["p95(span.duration)", "count(span.duration)", "failure_rate()"]
      columns    = [local.attributes.route], conditions = local.requests_only
    },
    {
      title      = "Failures by route and status", display = "table", type = "spans"
      aggregates = ["count(span.duration)"]
      columns    = [local.attributes.route, local.attributes.status], conditions = local.failed_only
    },
    {
      title      = "Upstreams", display = "table", type = "spans"
      aggregates = ["p95(span.duration)", "count(span.duration)", "failure_rate()"]
      columns    = [local.attributes.upstream], conditions = local.calls_only
    },
    {
      # Shed while overloaded or draining, or beyond REQUEST_TIMEOUT_MS; CPU and event loop are in Grafana.
      title      = "Saturation: 503", display = "line", type = "spans"
      aggregates = ["count(span.duration)"], columns = [], conditions = "${local.requests_only} ${local.attributes.status}:503"
    },
    {
      # Reports that stand for others beyond their limit. Spans that were dropped can't be seen here: in Grafana.
      title      = "Telemetry kept back", display = "table", type = "error-events"
      aggregates = ["count()"]
      columns    = ["error.type", local.attributes.suppressed], conditions = "has:${local.attributes.suppressed} environment:${var.environment}"
    },
    {
      title      = "Errors", display = "line", type = "error-events"
      aggregates = ["count()"], columns = [], conditions = "environment:${var.environment}"
    },
  ]
}

resource "sentry_dashboard" "service" {
  organization = var.organization
  title        = local.project

  dynamic "widget" {
    for_each = local.widgets
    content {
      title        = widget.value.title
      display_type = widget.value.display
      widget_type  = widget.value.type
      interval     = "5m"
      limit        = widget.value.display == "table" ? 20 : null

      query {
        fields     = concat(widget.value.columns, widget.value.aggregates)
        aggregates = widget.value.aggregates
        columns    = widget.value.columns
        conditions = "project:${sentry_project.service.slug} ${widget.value.conditions}"
        order_by   = widget.value.display == "table" ? "-${widget.value.aggregates[0]}" : ""
      }

      layout {
        x     = widget.key % 3 * 2
        y     = floor(widget.key / 3) * 2
        w     = 2
        h     = 2
        min_h = 2
      }
    }
  }
}
