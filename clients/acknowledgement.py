"""What a client says it has understood before it lets a firm in; the version is kept with every invitation."""

VERSION = "2026-11"
TEXT = (
    "Several people at the firm may get access to our account. We always see who has access, and can change it "
    "at any time."
)
