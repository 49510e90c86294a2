variable "name" {
  description = "Identifier of the instance and prefix of all names, such as sluice-prod."
  type        = string

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{1,40}$", var.name))
    error_message = "name must be 2 to 41 lower-case letters, digits and hyphens, beginning with a letter."
  }
}

variable "vpc_id" {
  description = "VPC of the instance."
  type        = string
}

variable "subnet_ids" {
  description = "Private subnets, in two availability zones at least."
  type        = list(string)

  validation {
    condition     = length(distinct(var.subnet_ids)) >= 2
    error_message = "subnet_ids must hold two different subnets or more: RDS asks for two zones."
  }
}

variable "client_security_group_id" {
  description = "Security group of the service's tasks, the one that may connect."
  type        = string
}

variable "operators" {
  description = "Security groups of hosts from which operators run commands or psql, by names of your choice."
  type        = map(string)
  default     = {}

  validation {
    condition     = alltrue([for id in values(var.operators) : can(regex("^sg-[0-9a-f]+$", id))])
    error_message = "operators must hold ids of security groups."
  }
}

variable "password" {
  description = "Password of the service, needed by the run that creates the instance or raises password_version; otherwise null."
  type        = string
  sensitive   = true
  ephemeral   = true
  default     = null

  # It stands in a URL, unescaped.
  validation {
    condition     = var.password == null || can(regex("^[A-Za-z0-9_-]{32,120}$", var.password))
    error_message = "password must be 32 to 120 letters, digits, _ and -."
  }
}

variable "password_version" {
  description = "Raise it together with a new password to rotate."
  type        = number
}

variable "engine_version" {
  description = "Version of PostgreSQL; Sluice's SQL needs 15."
  type        = string
  default     = "17"

  validation {
    condition     = tonumber(split(".", var.engine_version)[0]) >= 15
    error_message = "engine_version must be 15 or newer."
  }
}

variable "allow_major_version_upgrade" {
  description = "Whether a newer major engine_version may be applied. RDS cannot go back: try it on a restored copy first."
  type        = bool
  default     = false
}

variable "apply_immediately" {
  description = "Whether changes are made at once, with a restart where one is needed, instead of in the maintenance window."
  type        = bool
  default     = false
}

variable "instance_class" {
  description = "Size of the instance, such as db.t4g.medium."
  type        = string
}

variable "multi_az" {
  description = "Whether a standby in a second zone takes over."
  type        = bool
}

variable "storage_gib" {
  description = "First size of the storage in GiB; it grows by itself to four times as much."
  type        = number
  default     = 50
}

variable "kms_key_arn" {
  description = "Key of storage, backups, performance data and secret; null: the account's own."
  type        = string
  default     = null
}

variable "backup_days" {
  description = "How far back a restore can go, in days."
  type        = number
  default     = 14

  validation {
    condition     = var.backup_days >= 7 && var.backup_days <= 35
    error_message = "backup_days must be 7 to 35: the audit lies here."
  }
}

variable "deletion_protection" {
  description = "Whether the instance refuses to be deleted and its secret can be brought back for 30 days."
  type        = bool
  default     = true
}

variable "final_snapshot" {
  description = "Name of the snapshot that is left when the instance is deleted; null: NAME-final. A name can be used once, so the second deletion needs another."
  type        = string
  default     = null
}

variable "log_retention_days" {
  description = "How long PostgreSQL's logs are kept, in days."
  type        = number
  default     = 400
}

variable "log_kms_key_arn" {
  description = "Key of the logs; null: CloudWatch's own. Its policy must admit the log groups /aws/rds/instance/NAME/*."
  type        = string
  default     = null
}

variable "ca_file" {
  description = "Where the service's image holds the certificate authorities of RDS."
  type        = string
  default     = "/etc/ssl/certs/rds-global-bundle.pem"
}
