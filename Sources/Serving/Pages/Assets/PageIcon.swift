/// What a browser shows beside the title: a budget that is partly used.
enum PageIcon {
    static let source = """
        <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32">
        <rect width="32" height="32" rx="7" fill="#1f4e8c"/>
        <rect x="6" y="7" width="20" height="4" rx="2" fill="#fff"/>
        <rect x="6" y="14" width="14" height="4" rx="2" fill="#9cc3f5"/>
        <rect x="6" y="21" width="8" height="4" rx="2" fill="#ffb95c"/>
        </svg>

        """
}
