"""Settings of this project; the runtime is vendored."""

from src.modules.vendored import load_vendored

_runtime = load_vendored("settings", "0.1.41", "src/modules/free/essentials/settings/settings.py")

Settings = _runtime.Settings
get_settings = _runtime.get_settings
log_level = _runtime.log_level
sentry_dsn = _runtime.sentry_dsn

# <<<inject:settings-fields>>>
