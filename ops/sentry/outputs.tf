output "project" {
  description = "Slug of the project: its DSN is in Settings, Client Keys."
  value       = sentry_project.service.slug
}

output "routes" {
  description = "What route_p95_ms may name."
  value       = local.routes
}
