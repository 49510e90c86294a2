variable "name" {
  description = "Prefix of every name, such as sluice-prod."
  type        = string

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{1,23}$", var.name))
    error_message = "name must be 2 to 24 lower-case letters, digits and hyphens, beginning with a letter."
  }
}

variable "account_id" {
  description = "Our own account."
  type        = string

  validation {
    condition     = can(regex("^[0-9]{12}$", var.account_id))
    error_message = "account_id must be 12 digits."
  }
}

variable "region" {
  description = "Region of everything here."
  type        = string

  validation {
    condition     = can(regex("^[a-z]{2}(-[a-z]+)+-[0-9]$", var.region))
    error_message = "region must be an AWS region such as us-west-2."
  }
}

variable "security_group_id" {
  description = "Security group of the tasks. The edge opens it to the load balancer, the database to itself; made outside, as these need it before the service can be."
  type        = string

  validation {
    condition     = can(regex("^sg-[0-9a-f]+$", var.security_group_id))
    error_message = "security_group_id must be the id of a security group."
  }
}

variable "subnet_ids" {
  description = "Private subnets with a way to AWS: a NAT gateway, as customers' regions differ."
  type        = list(string)

  validation {
    condition     = length(distinct(var.subnet_ids)) >= 2
    error_message = "subnet_ids must hold two different subnets or more: tasks spread over zones."
  }
}

variable "cluster_arn" {
  description = "ECS cluster."
  type        = string

  validation {
    condition     = can(regex("^arn:aws[a-z-]*:ecs:[a-z0-9-]+:[0-9]{12}:cluster/[A-Za-z0-9_-]+$", var.cluster_arn))
    error_message = "cluster_arn must be the ARN of an ECS cluster."
  }
}

variable "image" {
  description = "Image of the service by digest."
  type        = string
}

variable "image_repository_arn" {
  description = "ECR repository of the image."
  type        = string
}

variable "cpu_architecture" {
  description = "X86_64 or ARM64, as the image was built."
  type        = string
  default     = "ARM64"
}

variable "cpu" {
  description = "CPU units of a task, 1024 for one core."
  type        = number
  default     = 1024
}

variable "memory" {
  description = "Memory of a task in MiB."
  type        = number
  default     = 2048
}

variable "port" {
  description = "Port on which the service listens."
  type        = number
  default     = 3005
}

variable "http" {
  description = "How many tasks answer requests, and do nothing else."
  type        = object({ min = number, max = number })

  validation {
    condition     = var.http.min >= 1 && var.http.max >= var.http.min
    error_message = "http must have at least one task, and max no less than min."
  }
}

variable "worker" {
  description = "How many tasks do the long work and deliver track events, which those of http leave to them."
  type        = object({ min = number, max = number })

  validation {
    condition     = var.worker.min >= 1 && var.worker.max >= var.worker.min
    error_message = "worker must have at least one task, or nothing that is ordered gets done, and max no less than min."
  }
}

variable "target_group_arn" {
  description = "From the module edge."
  type        = string
}

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

variable "log_retention_days" {
  description = "How long logs are kept, in days."
  type        = number
  default     = 400
}

variable "log_kms_key_arn" {
  description = "Key of the logs; null: CloudWatch's own."
  type        = string
  default     = null
}
