variable "name" {
  description = "Prefix of every name, such as sluice."
  type        = string

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{1,20}$", var.name))
    error_message = "name must be 2 to 21 lower-case letters, digits and hyphens, beginning with a letter."
  }
}

variable "console_origin" {
  description = "Origin of the console, the only one of the CORS rules."
  type        = string
}

variable "roles" {
  description = "IAM role ARNs by Sluice role, from the module identity: they must exist before the policy names them."
  type = object({
    viewer   = list(string)
    support  = list(string)
    engineer = list(string)
    admin    = list(string)
    auditor  = list(string)
  })
}

variable "stages" {
  description = "Stage name (prod, beta) to its backend: the VPC link, and the name that the backend's certificate carries."
  type = map(object({
    vpc_link_id  = string
    backend_host = string
  }))

  validation {
    condition     = length(var.stages) > 0
    error_message = "stages must hold at least one stage."
  }

  validation {
    condition = alltrue([
      for stage in values(var.stages) : can(regex("^([a-z0-9]([a-z0-9-]*[a-z0-9])?\\.)+[a-z]{2,}$", stage.backend_host))
    ])
    error_message = "backend_host must be a host name such as prod.sluice.internal.example.com, without scheme or port."
  }
}

variable "gate_secrets" {
  description = "Stage name to the secret by which the service knows this gate. It stands in the stage's settings and in the state, so rotate it."
  type        = map(string)
  sensitive   = true

  validation {
    condition     = toset(keys(var.gate_secrets)) == toset(keys(var.stages))
    error_message = "gate_secrets must hold one secret for each stage."
  }

  # Stage variables take few characters, and the service separates two secrets by a comma.
  validation {
    condition     = alltrue([for secret in values(var.gate_secrets) : can(regex("^[A-Za-z0-9._~-]{32,256}$", secret))])
    error_message = "Each gate secret must be 32 to 256 characters of A-Z a-z 0-9 . _ ~ -."
  }

  validation {
    condition     = length(distinct(values(var.gate_secrets))) == length(var.gate_secrets)
    error_message = "Each stage needs a secret of its own: one for both would let beta speak to prod's service."
  }
}

variable "log_retention_days" {
  description = "How long access logs are kept. Days, one of those that CloudWatch offers."
  type        = number
  default     = 400
}

variable "log_kms_key_arn" {
  description = "Key of the access logs; null: CloudWatch's own."
  type        = string
  default     = null
}

variable "manage_account_logging" {
  description = "Whether this stack owns the role by which API Gateway writes logs, one for each account and region."
  type        = bool
}
