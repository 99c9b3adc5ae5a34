variable "organization" {
  description = "Slug of the organisation in Sentry."
  type        = string
}

variable "team" {
  description = "Slug of the team that owns the service and hears of its alerts."
  type        = string
}

variable "project" {
  description = "Slug of the project; the service's name when left out."
  type        = string
  default     = null

  validation {
    condition     = can(regex("^[a-z0-9_-]{1,50}$", coalesce(var.project, local.service))) && !can(regex("^[0-9]+$", coalesce(var.project, local.service)))
    error_message = "project must be 1-50 of a-z, 0-9, _ and -, and not digits alone: Sentry refuses \"${coalesce(var.project, local.service)}\"."
  }
}

variable "environment" {
  description = "SENTRY_ENVIRONMENT of the deployment that alerts watch."
  type        = string
  default     = "production"

  validation {
    condition     = can(regex("^[^/\\s]{1,64}$", var.environment)) && var.environment != "None"
    error_message = "environment must be 1-64 characters without \"/\" and white space, and not \"None\": Sentry discards what names \"${var.environment}\"."
  }
}

variable "failure_rate" {
  description = "Share of requests that fail (5xx) within 10 minutes before an issue is opened, from 0 to 1."
  type        = number
  default     = 0.02

  validation {
    condition     = var.failure_rate > 0 && var.failure_rate < 1
    error_message = "failure_rate must be more than 0 and less than 1, got ${var.failure_rate}."
  }
}

variable "p95_ms" {
  description = "95th percentile of the duration of all requests within 10 minutes, in milliseconds."
  type        = number
  default     = 1000

  validation {
    condition     = var.p95_ms > 0
    error_message = "p95_ms must be more than 0, got ${var.p95_ms}."
  }
}

variable "route_p95_ms" {
  description = "The same for single routes, such as { \"GET /quotes/:sku\" = 300 }."
  type        = map(number)
  default     = {}

  validation {
    condition     = length(setsubtract(keys(var.route_p95_ms), local.routes)) == 0
    error_message = "route_p95_ms names routes that the service has not: ${join(", ", setsubtract(keys(var.route_p95_ms), local.routes))}. It has: ${join(", ", local.routes)}."
  }
}

variable "flood_minutes" {
  description = "How many minutes' worth of a report's own limit within an hour open an issue, by report."
  type        = map(number)
  default     = { "disallowed-host" = 1, "not-found" = 3 }

  validation {
    condition     = toset(keys(var.flood_minutes)) == toset(keys(local.floods))
    error_message = "flood_minutes must have exactly ${join(", ", keys(local.floods))}, got ${join(", ", keys(var.flood_minutes))}."
  }

  # A process sends at most six minutes' worth in any hour: more can come only of several.
  validation {
    condition     = alltrue([for minutes in values(var.flood_minutes) : minutes > 0])
    error_message = "flood_minutes must be more than 0."
  }
}

variable "jobs" {
  description = "Jobs whose schedule a variable of the service states, by name; say the same here. Those in the code are known."
  type = map(object({
    crontab             = string
    timezone            = optional(string, "UTC")
    max_runtime_minutes = optional(number, 1)
  }))
  default = {}
}

variable "url" {
  description = "Address of the deployment as callers know it, such as https://quotes.example.com; no uptime check when left out."
  type        = string
  default     = null

  validation {
    condition     = var.url == null || can(regex("^https?://[^/]+$", var.url))
    error_message = "url must be http(s)://HOST without a path, got ${coalesce(var.url, "nothing")}."
  }
}

variable "repository" {
  description = "Where the sources are, for links in stacks; an integration of Sentry's must reach it. None when left out."
  type = object({
    provider    = optional(string, "github")
    integration = string
    name        = string
    branch      = optional(string, "main")
    # Where the service is below the repository's root, with its last "/".
    directory = optional(string, "")
  })
  default = null
}

variable "owners" {
  description = "Who owns what beside the team: Sentry's matcher to an owner, such as { \"path:service/quotes/**\" = \"#pricing\" }."
  type        = map(string)
  default     = {}

  validation {
    condition     = alltrue([for owner in values(var.owners) : can(regex("^(#[a-z0-9_-]+|[^\\s@]+@[^\\s@]+)$", owner))])
    error_message = "owners must be \"#team\" or an e-mail address, got ${join(", ", values(var.owners))}."
  }
}
