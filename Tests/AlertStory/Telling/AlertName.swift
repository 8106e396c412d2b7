/// The alerts that come up in the story.
enum AlertName: String {
    case exhausted = "LiteLLMBudgetExhausted"
    case exhaustsSoon = "LiteLLMBudgetExhaustsSoon"
    case exhaustsBeforeReset = "LiteLLMBudgetExhaustsBeforeReset"
    case mostlyUsed = "LiteLLMBudgetMostlyUsed"
    case resetOverdue = "LiteLLMBudgetResetOverdue"
    case keyExpiresSoon = "LiteLLMKeyExpiresSoon"
    case dataStale = "LiteLLMBudgetDataStale"
    case exporterDown = "LiteLLMBudgetExporterDown"
}
