terraform {
  # 1.9: a validation may read more than its own variable.
  required_version = ">= 1.9"

  required_providers {
    sentry = {
      source  = "jianyuan/sentry"
      version = "~> 0.15.4"
    }
  }
}

# The token comes from SENTRY_AUTH_TOKEN, never from a file; SENTRY_BASE_URL for a self-hosted Sentry.
provider "sentry" {}
