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

variable "deletion_protection" {
  description = "Whether the deleted secret can be brought back for 30 days."
  type        = bool
  default     = true
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
