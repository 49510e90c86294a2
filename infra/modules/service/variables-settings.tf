# What becomes a setting of the service, or a secret that it reads (settings.tf).

variable "console_origin" {
  description = "Origin of the console."
  type        = string

  validation {
    condition     = can(regex("^https://[a-z0-9]([a-z0-9.-]*[a-z0-9])?(:[0-9]{1,5})?$", var.console_origin))
    error_message = "console_origin must be an https origin without a path."
  }
}

variable "idp" {
  description = "The identity provider's entity id and its pinned signing certificates (PEM), two while one is rotated."
  type        = object({ issuer = string, certificates = list(string) })

  validation {
    condition = contains([1, 2], length(var.idp.certificates)) && alltrue([
      for pem in var.idp.certificates : can(regex("^\\s*-----BEGIN CERTIFICATE-----[A-Za-z0-9+/=\\s]+-----END CERTIFICATE-----\\s*$", pem))
    ])
    error_message = "idp.certificates must hold one PEM certificate, or two while rotating."
  }
}

variable "roles" {
  description = "IAM role ARNs by Sluice role, as the gate lists them."
  type = object({
    viewer   = list(string)
    support  = list(string)
    engineer = list(string)
    admin    = list(string)
    auditor  = list(string)
  })
}

variable "gate_secrets" {
  description = "The gate's secret, first the one in use; two while it is rotated."
  type        = list(string)
  sensitive   = true

  validation {
    condition = contains([1, 2], length(var.gate_secrets)) && alltrue([
      for secret in var.gate_secrets : can(regex("^[A-Za-z0-9._~-]{32,256}$", secret))
    ])
    error_message = "gate_secrets must hold one secret, or two while rotating, of 32 to 256 characters of A-Z a-z 0-9 . _ ~ -."
  }
}

variable "gate_secret_kms_key_arn" {
  description = "Key of the gate's secret; null: the account's own."
  type        = string
  default     = null
}

variable "database_url_secret" {
  description = "Reference to DATABASE_URL in Secrets Manager, from the module database."
  type        = string
}

variable "secret_kms_key_arns" {
  description = "Customer-managed keys under which secrets lie that the tasks start with."
  type        = list(string)
  default     = []
}

variable "customer_principals" {
  description = "Roles of ours that customers already trust, the usual one first, each of which must trust this service's task role. Empty: one is made here."
  type        = list(string)
  default     = []

  validation {
    condition     = alltrue([for arn in var.customer_principals : can(regex("^arn:aws:iam::[0-9]{12}:role/[A-Za-z0-9_+=,.@/-]+$", arn))])
    error_message = "customer_principals must hold full role ARNs without wildcards."
  }
}

variable "archive" {
  description = "Buckets whose segment-logs/ holds the archive, and the keys under which it lies."
  type        = object({ buckets = list(string), kms_key_arns = optional(list(string), []) })

  validation {
    condition = length(var.archive.buckets) > 0 && alltrue([
      for bucket in var.archive.buckets : can(regex("^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$", bucket))
    ])
    error_message = "archive.buckets must hold bucket names, at least one and no wildcard."
  }
}

variable "replay" {
  description = "The step that replays (lib/settings/replay-job.ts), and how much of one source is replayed within 30 days before a second person approves."
  type = object({
    job = object({
      jar          = string
      mainClass    = optional(string)
      args         = list(string)
      honoursClaim = bool
    })
    limit_days  = optional(number, 7)
    limit_bytes = optional(number, 107374182400)
  })

  validation {
    condition = alltrue([
      for name in ["token", "sourceId", "from", "to", "archive", "bucket"] : strcontains(join(" ", var.replay.job.args), "$${${name}}")
    ])
    error_message = "replay.job.args must hold the placeholders token, sourceId, from, to, archive and bucket; in HCL they are written with two dollar signs."
  }

  validation {
    condition     = var.replay.limit_days >= 1 && var.replay.limit_days <= 3660 && floor(var.replay.limit_days) == var.replay.limit_days
    error_message = "replay.limit_days must be a whole number of days from 1 to 3660."
  }

  validation {
    condition     = var.replay.limit_bytes >= 1 && var.replay.limit_bytes <= pow(2, 50) && floor(var.replay.limit_bytes) == var.replay.limit_bytes
    error_message = "replay.limit_bytes must be a whole number of bytes, at most 2^50."
  }
}

variable "segment" {
  description = "The source that gets a track event for each request: its API and its write key in Secrets Manager. Null: none."
  type        = object({ url = string, write_key_secret_arn = string })
  default     = null

  validation {
    condition     = var.segment == null || can(regex("^https://[a-z0-9.-]+$", var.segment.url))
    error_message = "segment.url must be an https origin such as https://api.segment.io."
  }
}
