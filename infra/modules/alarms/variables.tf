variable "name" {
  description = "Prefix of every alarm and end of the metrics' namespace: that of the stage's service, such as sluice-prod."
  type        = string

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{1,23}$", var.name))
    error_message = "name must be 2 to 24 lower-case letters, digits and hyphens, beginning with a letter."
  }
}

variable "topic_arns" {
  description = "SNS topics of this region that hear of each alarm, and of its end. An encrypted one needs a key of its own that cloudwatch.amazonaws.com may use."
  type        = list(string)

  validation {
    condition     = alltrue([for arn in var.topic_arns : can(regex("^arn:aws[a-z-]*:sns:[a-z0-9-]+:[0-9]{12}:[A-Za-z0-9_-]{1,256}$", arn))])
    error_message = "topic_arns must hold full ARNs of standard SNS topics: CloudWatch sends to no FIFO topic."
  }

  validation {
    condition     = length(distinct(var.topic_arns)) == length(var.topic_arns) && length(var.topic_arns) >= 1 && length(var.topic_arns) <= 5
    error_message = "topic_arns must hold one to five different topics: an alarm that nobody hears of is none, and CloudWatch takes five."
  }
}

variable "service_log_group" {
  description = "Log group of the stage's service, from the module service."
  type        = string
}

variable "gate_log_group" {
  description = "Log group of the stage's access log, from the module gateway."
  type        = string

  validation {
    condition     = endswith(var.gate_log_group, "/${var.dimensions.Stage}")
    error_message = "gate_log_group must be that of the stage in dimensions: alarms of one stage would hear of another."
  }
}

variable "dimensions" {
  description = "By which AWS's own metrics know this stage: API and stage of the gateway, suffixes of load balancer and target group of the edge, the database's identifier."
  type = object({
    ApiName              = string
    Stage                = string
    LoadBalancer         = string
    TargetGroup          = string
    DBInstanceIdentifier = string
  })
}

variable "console_dimensions" {
  description = "The same of the console, for the stage that it belongs to; null: no console."
  type        = object({ LoadBalancer = string, TargetGroup = string })
  default     = null
}
