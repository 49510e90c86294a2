variable "name" {
  description = "Prefix of every name, such as sluice-prod."
  type        = string

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{1,19}$", var.name))
    error_message = "name must be 2 to 20 lower-case letters, digits and hyphens, beginning with a letter."
  }
}

variable "environment" {
  description = "What the page says it is: beta or production."
  type        = string

  validation {
    condition     = contains(["beta", "production"], var.environment)
    error_message = "environment must be beta or production."
  }
}

variable "region" {
  description = "Region of gate, identity pool and console."
  type        = string
}

variable "vpc_id" {
  description = "VPC of the console alone, which staff reach; without a way out, and without endpoints of its own for what endpoints.tf makes."
  type        = string
}

variable "subnet_ids" {
  description = "Private subnets, in two availability zones at least."
  type        = list(string)

  validation {
    condition     = length(distinct(var.subnet_ids)) >= 2
    error_message = "subnet_ids must hold two different subnets or more: an ALB spans two zones."
  }
}

variable "staff_cidrs" {
  description = "Networks from which staff open the console: offices and VPN."
  type        = list(string)

  validation {
    condition     = length(var.staff_cidrs) > 0 && alltrue([for cidr in var.staff_cidrs : can(cidrhost(cidr, 0)) && !strcontains(cidr, ":")])
    error_message = "staff_cidrs must hold IPv4 networks such as 10.20.0.0/16."
  }

  validation {
    condition     = alltrue([for cidr in var.staff_cidrs : try(tonumber(split("/", cidr)[1]) >= 8, false)])
    error_message = "staff_cidrs must not hold a network wider than /8: the console is for a private network."
  }
}

variable "route_table_ids" {
  description = "Route tables of those subnets, into which the way to image layers in S3 is written."
  type        = list(string)

  validation {
    condition     = length(var.route_table_ids) > 0 && alltrue([for id in var.route_table_ids : can(regex("^rtb-[0-9a-f]+$", id))])
    error_message = "route_table_ids must hold ids of route tables, at least one."
  }
}

variable "cluster_arn" {
  description = "ECS cluster."
  type        = string
}

variable "image" {
  description = "Image of the console by digest."
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
  default     = 512
}

variable "memory" {
  description = "Memory of a task in MiB."
  type        = number
  default     = 1024
}

variable "tasks" {
  description = "How many servers: they share no state, so any number will do."
  type        = number
  default     = 2

  validation {
    condition     = var.tasks >= 1
    error_message = "tasks must be 1 or more."
  }
}

variable "port" {
  description = "Port on which the server listens."
  type        = number
  default     = 3000
}

variable "certificate_arn" {
  description = "Certificate for the console's host name."
  type        = string

  validation {
    condition     = can(regex("^arn:aws[a-z-]*:acm:[a-z0-9-]+:[0-9]{12}:certificate/.+$", var.certificate_arn))
    error_message = "certificate_arn must be the ARN of an ACM certificate."
  }
}

variable "console_origin" {
  description = "Scheme and host under which staff open the console."
  type        = string

  validation {
    condition     = can(regex("^https://[a-z0-9]([a-z0-9.-]*[a-z0-9])?$", var.console_origin))
    error_message = "console_origin must be an https origin such as https://console.example.com, at the usual port."
  }
}

variable "idp" {
  description = "The identity provider: its entity id, the address to which people are sent, its pinned signing certificates (PEM)."
  type        = object({ issuer = string, sso_url = string, certificates = list(string) })

  validation {
    condition     = can(regex("^https://[^/]+/", var.idp.sso_url))
    error_message = "idp.sso_url must be an https address."
  }

  validation {
    condition = contains([1, 2], length(var.idp.certificates)) && alltrue([
      for pem in var.idp.certificates : can(regex("^\\s*-----BEGIN CERTIFICATE-----[A-Za-z0-9+/=\\s]+-----END CERTIFICATE-----\\s*$", pem))
    ])
    error_message = "idp.certificates must hold one PEM certificate, or two while rotating."
  }
}

variable "gate_url" {
  description = "API base with its stage, from the module gateway."
  type        = string
}

variable "identity_pool_id" {
  description = "REGION:GUID, from the module identity."
  type        = string
}

variable "saml_provider_arn" {
  description = "From the module identity."
  type        = string
}

variable "cookie_secrets" {
  description = "By which cookies are sealed: one text of 32 characters or more, or two with a comma while rotating. Needed by the run that creates the secret or raises cookie_secrets_version; otherwise null."
  type        = string
  sensitive   = true
  ephemeral   = true
  default     = null

  validation {
    condition     = var.cookie_secrets == null || can(regex("^[A-Za-z0-9_-]{32,}(,[A-Za-z0-9_-]{32,})?$", var.cookie_secrets))
    error_message = "cookie_secrets must be one text of 32 letters, digits, _ and - or more, or two separated by a comma."
  }
}

variable "cookie_secrets_version" {
  description = "Raise it together with new cookie_secrets to rotate."
  type        = number
}

variable "kms_key_arn" {
  description = "Key of the secret; null: the account's own."
  type        = string
  default     = null
}

variable "deletion_protection" {
  description = "Whether the load balancer refuses to be deleted and the secret can be brought back for 30 days."
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
