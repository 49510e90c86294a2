variable "name" {
  description = "Prefix of every name, such as sluice-prod."
  type        = string
}

variable "bucket" {
  description = "Name of the bucket; nobody else in the world may have it."
  type        = string

  validation {
    condition     = can(regex("^[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$", var.bucket))
    error_message = "bucket must be 3 to 63 lower-case letters, digits and hyphens."
  }
}

variable "retention_days" {
  description = "How long a head can be neither changed nor deleted. Days, not to be shortened for what is written."
  type        = number

  validation {
    condition     = var.retention_days >= 1 && var.retention_days <= 3650
    error_message = "retention_days must be 1 to 3650."
  }
}

variable "log_retention_days" {
  description = "How long the log group keeps heads, in days."
  type        = number
  default     = 400
}

variable "writer_arns" {
  description = "Who may become the writer: the service's task roles."
  type        = list(string)

  validation {
    condition     = length(var.writer_arns) > 0 && alltrue([for arn in var.writer_arns : can(regex("^arn:aws[a-z-]*:iam::[0-9]{12}:role/[A-Za-z0-9_+=,.@/-]+$", arn))])
    error_message = "writer_arns must hold full role ARNs, at least one and no wildcard."
  }
}

variable "kms_key_arn" {
  description = "Key of bucket and logs; null: the services' own."
  type        = string
  default     = null
}
