variable "role_name" {
  description = "Name of the role. Its ARN goes into the source's settings."
  type        = string
  default     = "SegmentDataLakeRole"
}

variable "principal_arns" {
  description = "Our roles that may assume it: what the operator's stack prints as customer_principals. Two generations may stand side by side."
  type        = list(string)

  validation {
    condition     = length(var.principal_arns) > 0 && alltrue([for arn in var.principal_arns : can(regex("^arn:aws:iam::[0-9]{12}:role/[A-Za-z0-9_+=,.@/-]+$", arn))])
    error_message = "principal_arns must hold full role ARNs: a wildcard, or a whole account, would let anybody there in."
  }
}

variable "external_ids" {
  description = "The workspace id, and the source ids of older set-ups: any of them opens."
  type        = list(string)

  validation {
    condition = length(var.external_ids) > 0 && alltrue([
      for id in var.external_ids : can(regex("^[\\w+=,.@:/-]+$", id)) && length(id) >= 2 && length(id) <= 1224
    ])
    error_message = "external_ids must hold at least one id of 2 to 1,224 characters: without one the role is open to the confused deputy."
  }
}

variable "region" {
  description = "Region of bucket, Glue Catalog and EMR cluster."
  type        = string

  validation {
    condition     = can(regex("^[a-z]{2}(-[a-z]+)+-[0-9]$", var.region))
    error_message = "region must be an AWS region such as us-west-2."
  }
}

variable "account_id" {
  description = "The customer's account, which is also the id of its Glue Catalog."
  type        = string

  validation {
    condition     = can(regex("^[0-9]{12}$", var.account_id))
    error_message = "account_id must be 12 digits."
  }
}

variable "bucket" {
  description = "Bucket of the data lake."
  type        = string

  validation {
    condition     = can(regex("^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$", var.bucket))
    error_message = "bucket must be the name of one bucket, without a wildcard."
  }
}

variable "emr_roles" {
  description = "Role ARNs that a cloned cluster needs: EMR's service role, that of the instance profile, that of autoscaling."
  type        = object({ service = string, instance_profile = string, autoscaling = string })

  validation {
    condition     = alltrue([for arn in values(var.emr_roles) : can(regex("^arn:aws:iam::[0-9]{12}:role/[A-Za-z0-9_+=,.@/-]+$", arn))])
    error_message = "emr_roles must hold full role ARNs: PassRole with a wildcard hands out every role of the account."
  }
}
