locals {
  project = coalesce(var.project, local.service)
}

data "sentry_team" "owner" {
  organization = var.organization
  slug         = var.team
}

resource "sentry_project" "service" {
  organization = var.organization
  teams        = [data.sentry_team.owner.slug]
  name         = local.project
  slug         = local.project
  platform     = "node-koa"

  # Its rule mails every new issue, warnings too; alerts.tf says what is worth it.
  default_rules  = false
  highlight_tags = ["release", "environment", "request_id", local.attributes.suppressed]
}

# What never happened to a caller of ours. Not "web-crawlers": a crawler's failed request is a failed request.
resource "sentry_project_inbound_data_filter" "localhost" {
  organization = var.organization
  project      = sentry_project.service.slug
  filter_id    = "localhost"
  active       = true
}

# Each process keeps its own limits; this one bounds a whole fleet's mistake.
resource "sentry_project_spike_protection" "service" {
  organization = var.organization
  project      = sentry_project.service.slug
  enabled      = true
}

resource "sentry_project_ownership" "service" {
  organization         = var.organization
  project              = sentry_project.service.slug
  auto_assignment      = "Auto Assign to Issue Owner"
  fallthrough          = true
  codeowners_auto_sync = true

  # The last rule that matches wins.
  raw = join("\n", concat(
    ["path:** #${var.team}"],
    [for matcher, owner in var.owners : "${matcher} ${owner}"],
  ))
}

data "sentry_organization_integration" "repository" {
  count        = var.repository == null ? 0 : 1
  organization = var.organization
  provider_key = var.repository.provider
  name         = var.repository.integration
}

resource "sentry_organization_repository" "service" {
  count            = var.repository == null ? 0 : 1
  organization     = var.organization
  integration_type = var.repository.provider
  integration_id   = data.sentry_organization_integration.repository[0].id
  identifier       = var.repository.name
}

resource "sentry_organization_code_mapping" "service" {
  count          = var.repository == null ? 0 : 1
  organization   = var.organization
  integration_id = data.sentry_organization_integration.repository[0].id
  repository_id  = sentry_organization_repository.service[0].id
  project_id     = sentry_project.service.internal_id
  default_branch = var.repository.branch
  stack_root     = local.image_root
  source_root    = var.repository.directory
}
