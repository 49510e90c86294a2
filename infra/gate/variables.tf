variable "api_arn" {
  description = "Execution ARN of the REST API, arn:aws:execute-api:REGION:ACCOUNT:APIID, without a stage."
  type        = string

  validation {
    condition     = can(regex("^arn:aws[a-z-]*:execute-api:[a-z0-9-]+:[0-9]{12}:[a-z0-9]+$", var.api_arn))
    error_message = "api_arn must be an execution ARN such as arn:aws:execute-api:us-west-2:111122223333:abcdefghij."
  }
}

variable "console_origin" {
  description = "Origin of the console: the only one whose pages may read an answer."
  type        = string

  validation {
    condition     = can(regex("^https://[a-z0-9]([a-z0-9.-]*[a-z0-9])?(:[0-9]{1,5})?$", var.console_origin))
    error_message = "console_origin must be one https origin such as https://console.example.com: no path, no wildcard."
  }
}

variable "roles" {
  description = "IAM role ARNs by Sluice role: the identity pool's role and the terminal's."
  type = object({
    viewer   = list(string)
    support  = list(string)
    engineer = list(string)
    admin    = list(string)
    auditor  = list(string)
  })

  validation {
    condition     = alltrue([for arns in values(var.roles) : length(arns) > 0])
    error_message = "Each role needs at least one ARN: an empty list would leave an empty principal in the policy."
  }

  # A wildcard is literal in the Deny's StringNotEquals but not in a Principal, so it would open without being exempt.
  validation {
    condition = alltrue([
      for arn in flatten(values(var.roles)) : can(regex("^arn:aws[a-z-]*:iam::[0-9]{12}:role/[A-Za-z0-9_+=,.@/-]+$", arn))
    ])
    error_message = "roles must hold full role ARNs without wildcards."
  }

  validation {
    condition     = length(flatten(values(var.roles))) == length(distinct(flatten(values(var.roles))))
    error_message = "An IAM role may stand for one Sluice role only."
  }
}
