variable "name" {
  description = "Prefix of every name."
  type        = string
  default     = "sluice"
}

variable "region" {
  description = "Region of everything."
  type        = string

  validation {
    condition     = can(regex("^[a-z]{2}(-[a-z]+)+-[0-9]$", var.region))
    error_message = "region must be an AWS region such as us-west-2."
  }
}

variable "cpu_architecture" {
  description = "For which the two images were built: ARM64 (linux/arm64) or X86_64 (linux/amd64)."
  type        = string
  default     = "ARM64"

  validation {
    condition     = contains(["ARM64", "X86_64"], var.cpu_architecture)
    error_message = "cpu_architecture must be ARM64 or X86_64."
  }
}

variable "network" {
  description = "Two existing VPCs. The service's: private subnets with a NAT gateway, the security groups of hosts from which operators reach the database. The console's own: private subnets without a way out, their route tables, and the networks of staff."
  type = object({
    vpc_id             = string
    private_subnet_ids = list(string)
    console            = object({ vpc_id = string, subnet_ids = list(string), route_table_ids = list(string) })
    staff_cidrs        = list(string)
    database_operators = optional(map(string), {})
  })

  validation {
    condition     = alltrue([for id in [var.network.vpc_id, var.network.console.vpc_id] : can(regex("^vpc-[0-9a-f]+$", id))])
    error_message = "network.vpc_id and network.console.vpc_id must be ids of VPCs."
  }

  # Private names of the console's endpoints hold for a whole VPC: the service would be led to them, and refused.
  validation {
    condition     = var.network.vpc_id != var.network.console.vpc_id
    error_message = "network.console must be another VPC than the service's."
  }
}

variable "console" {
  description = "Origin, certificate and image of the console."
  type = object({
    origin               = string
    certificate_arn      = string
    image                = string
    image_repository_arn = string
  })
}

variable "service" {
  description = "Host name that the gateway expects behind the VPC link, a certificate for it, and the image of the service."
  type = object({
    backend_host         = string
    certificate_arn      = string
    image                = string
    image_repository_arn = string
  })
}

variable "okta" {
  description = "The two Okta applications. Of the console's: metadata (XML), entity id, sign-on address, pinned signing certificates (PEM). Of the terminal's: metadata."
  type = object({
    metadata     = string
    cli_metadata = string
    issuer       = string
    sso_url      = string
    certificates = list(string)
  })

  # IAM and our own check would else know two different Oktas, and everybody would get a role that the service refuses.
  validation {
    condition     = strcontains(var.okta.metadata, "entityID=\"${var.okta.issuer}\"")
    error_message = "okta.issuer must be the entity id in okta.metadata."
  }
}

variable "archive" {
  description = "Buckets of the archive, and the keys under which it lies."
  type        = object({ buckets = list(string), kms_key_arns = optional(list(string), []) })

  validation {
    condition     = alltrue([for arn in var.archive.kms_key_arns : can(regex("^arn:aws:kms:[a-z0-9-]+:[0-9]{12}:key/[0-9a-z-]+$", arn))])
    error_message = "archive.kms_key_arns must hold ARNs of keys, not of aliases: IAM grants a key by its own ARN."
  }
}

variable "replay" {
  description = "The step that replays, and the limits beyond which a second person approves."
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
}

variable "manage_account_logging" {
  description = "Whether this stack owns the account's role by which API Gateway writes logs."
  type        = bool
}

variable "customer_principals" {
  description = "Roles of ours that customers already trust, the usual one first; each must trust the service's task role. Empty: one is made."
  type        = list(string)
  default     = []
}

variable "segment" {
  description = "The source that gets a track event for each request: its API, its write key in Secrets Manager, and the key under which that secret lies (null: the account's own). Null: no source."
  type        = object({ url = string, write_key_secret_arn = string, kms_key_arn = optional(string) })
  default     = null

  validation {
    condition     = var.segment == null || can(regex("^arn:aws:secretsmanager:${var.region}:[0-9]{12}:secret:[^:]+$", var.segment.write_key_secret_arn))
    error_message = "segment.write_key_secret_arn must be the ARN of a secret in this region, without a key or a version."
  }

  validation {
    condition     = try(var.segment.kms_key_arn, null) == null || can(regex("^arn:aws:kms:${var.region}:[0-9]{12}:key/[0-9a-z-]+$", var.segment.kms_key_arn))
    error_message = "segment.kms_key_arn must be the ARN of a key in this region, not of an alias."
  }
}

variable "deletion_protection" {
  description = "Whether database and load balancers refuse to be deleted, and deleted secrets can be brought back for 30 days."
  type        = bool
  default     = true
}

variable "alarm_topic_arns" {
  description = "SNS topics that hear of alarms."
  type        = list(string)
}

variable "gate_secrets" {
  description = "The gate's secret, first the one in use; two while it is rotated."
  type        = list(string)
  sensitive   = true
}

variable "database_password" {
  description = "Needed with a new secret_versions.database only."
  type        = string
  sensitive   = true
  ephemeral   = true
  default     = null
}

variable "console_secrets" {
  description = "Needed with a new secret_versions.console only."
  type        = string
  sensitive   = true
  ephemeral   = true
  default     = null
}

variable "secret_versions" {
  description = "Raise one to have its secret written anew."
  type        = object({ database = number, console = number })
  default     = { database = 1, console = 1 }
}
