/// How the simulated proxy is set up, where installations and versions of LiteLLM differ.
public struct ProxySettings: Sendable {
    /// The key with all rights. It is in no table, so it has no `/key/info` of its own.
    public var masterKey = "sk-simulator-master"
    /// If set, LiteLLM reads the key from this header only (`litellm_key_header_name`).
    public var keyHeaderName: String?
    /// What stands in front of every route (`SERVER_ROOT_PATH`), such as `/litellm`. Other paths are unknown here, as
    /// they are behind a load balancer that routes by this prefix.
    public var rootPath = ""
    /// Members that answers lack, as those of an older LiteLLM do; `total_spend` for example.
    public var omittedMembers: Set<String> = []
    /// Routes that this version does not have: it answers them like any unknown path.
    public var absentRoutes: Set<String> = []
    /// Whether `/key/list` knows no `return_full_object`, as in older versions: hashes are all it lists.
    public var listsKeysAsHashesOnly = false
    /// Whether `/v2/team/list` is empty for all but full administrators, as before 1.82.
    public var hidesTeamPagesFromViewers = false
    /// What `/health/readiness` says the version is; up to 1.83 it did.
    public var toldVersion: String?
    /// Whether there is an Enterprise licence. Without one `/organization/list` is a 403.
    public var isLicensed = true
    /// Whether a model is configured. Without one `/provider/budgets` is a 500 of its own kind.
    public var hasRouter = true
    /// Seconds between two runs of the job that resets budgets.
    public var budgetResetInterval = 600.0
    /// `disable_reset_budget` turns the job off: reset dates then stay in the past.
    public var resetsBudgets = true
    /// Seconds between two writes of collected spend to the database.
    public var spendWriteInterval = 10.0

    public init() {}
}
