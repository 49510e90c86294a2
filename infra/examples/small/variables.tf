variable "name" {
  description = "Prefix of every name."
  type        = string
  default     = "sluice"
}

variable "region" {
  description = "Region of everything."
  type        = string
}

variable "network" {
  description = "An existing VPC: private subnets with a NAT gateway, the security group of its interface endpoints (ECR api and dkr, Secrets Manager, CloudWatch Logs), the prefix list of its S3 endpoint, and the networks of staff."
  type = object({
    vpc_id                     = string
    private_subnet_ids         = list(string)
    endpoint_security_group_id = string
    s3_prefix_list_id          = string
    staff_cidrs                = list(string)
  })
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
  description = "The console's Okta application: metadata (XML), entity id, sign-on address, pinned signing certificates (PEM), and the group of each role."
  type = object({
    metadata     = string
    issuer       = string
    sso_url      = string
    certificates = list(string)
    groups = optional(object({
      viewer   = string
      support  = string
      engineer = string
      admin    = string
      auditor  = string
      }), {
      viewer   = "sluice-viewers"
      support  = "sluice-support"
      engineer = "sluice-engineers"
      admin    = "sluice-admins"
      auditor  = "sluice-auditors"
    })
  })
}

variable "archive" {
  description = "Buckets of the archive, and the keys under which it lies."
  type        = object({ buckets = list(string), kms_key_arns = optional(list(string), []) })
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
