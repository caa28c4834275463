#include "tsl/platform/ctstring_internal.h"
