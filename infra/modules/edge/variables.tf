variable "name" {
  description = "Prefix of every name, such as sluice-prod. Load balancers take 32 characters in all."
  type        = string

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{1,23}$", var.name))
    error_message = "name must be 2 to 24 lower-case letters, digits and hyphens, beginning with a letter."
  }
}

variable "vpc_id" {
  description = "VPC of load balancers and service."
  type        = string

  validation {
    condition     = can(regex("^vpc-[0-9a-f]+$", var.vpc_id))
    error_message = "vpc_id must be a VPC id such as vpc-0123456789abcdef0."
  }
}

variable "subnet_ids" {
  description = "Private subnets, in two availability zones at least."
  type        = list(string)

  validation {
    condition     = length(distinct(var.subnet_ids)) >= 2 && alltrue([for id in var.subnet_ids : can(regex("^subnet-[0-9a-f]+$", id))])
    error_message = "subnet_ids must hold two different subnet ids or more: an ALB spans two zones."
  }
}

variable "certificate_arn" {
  description = "Certificate for the host that the gateway's stage names (backend_host). From a public authority: API Gateway trusts no other by itself."
  type        = string

  validation {
    condition     = can(regex("^arn:aws[a-z-]*:acm:[a-z0-9-]+:[0-9]{12}:certificate/.+$", var.certificate_arn))
    error_message = "certificate_arn must be the ARN of an ACM certificate."
  }
}

variable "service_security_group_id" {
  description = "Security group of the service's tasks; this module opens it to the ALB."
  type        = string
}

variable "service_port" {
  description = "Port on which the service's tasks listen."
  type        = number
  default     = 3005
}

variable "metrics_readers" {
  description = "Security groups of what scrapes /metrics of each task at its own address, such as Prometheus, by names of your choice."
  type        = map(string)
  default     = {}

  validation {
    condition     = alltrue([for id in values(var.metrics_readers) : can(regex("^sg-[0-9a-f]+$", id))])
    error_message = "metrics_readers must hold ids of security groups."
  }
}

variable "deletion_protection" {
  description = "Whether the load balancers refuse to be deleted."
  type        = bool
  default     = true
}
