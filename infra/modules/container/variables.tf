variable "name" {
  description = "Name of the log group and of the execution role, which all tasks share."
  type        = string
}

variable "region" {
  description = "Region of the logs."
  type        = string
}

variable "image" {
  description = "Image by digest, REPOSITORY@sha256:...: what was tested is what runs, whoever moves a tag."
  type        = string

  validation {
    condition     = can(regex("^[^\\s@]+@sha256:[0-9a-f]{64}$", var.image))
    error_message = "image must name its digest: REPOSITORY@sha256:<64 hex digits>."
  }
}

variable "image_repository_arn" {
  description = "ECR repository of the image."
  type        = string

  validation {
    condition     = can(regex("^arn:aws[a-z-]*:ecr:[a-z0-9-]+:[0-9]{12}:repository/.+$", var.image_repository_arn))
    error_message = "image_repository_arn must be the ARN of an ECR repository."
  }
}

variable "port" {
  description = "Port on which the container listens."
  type        = number
}

variable "health_path" {
  description = "Path that answers 200 while the container works."
  type        = string
}

variable "tasks" {
  description = "What runs this image, by the name of its task family: plain settings by variable, and the role of the running container; null: it has no right at AWS at all."
  type        = map(object({ environment = map(string), role_arn = optional(string) }))

  validation {
    condition = length([
      for name in flatten([for task in values(var.tasks) : keys(task.environment)]) :
      name if can(regex("SECRET|PASSWORD|WRITE_KEY|^DATABASE_URL$", name))
    ]) == 0
    error_message = "A secret in environment can be read by everybody who may describe the task: pass it in secrets."
  }
}

variable "secrets" {
  description = "Secret settings by variable: ARN in Secrets Manager, with :KEY:STAGE:VERSION behind it if need be."
  type        = map(string)
}

variable "secret_kms_key_arns" {
  description = "Customer-managed keys under which those secrets lie."
  type        = list(string)
  default     = []
}

variable "cpu" {
  description = "CPU units, 1024 for one core."
  type        = number
}

variable "memory" {
  description = "Memory in MiB, one of those that Fargate offers for this CPU."
  type        = number
}

variable "cpu_architecture" {
  description = "X86_64 or ARM64, as the image was built."
  type        = string

  validation {
    condition     = contains(["X86_64", "ARM64"], var.cpu_architecture)
    error_message = "cpu_architecture must be X86_64 or ARM64."
  }
}

variable "stop_seconds" {
  description = "How long a container may take between SIGTERM and the end."
  type        = number
}

variable "log_retention_days" {
  description = "How long logs are kept, in days."
  type        = number
}

variable "log_kms_key_arn" {
  description = "Key of the logs; null: CloudWatch's own."
  type        = string
  default     = null
}
