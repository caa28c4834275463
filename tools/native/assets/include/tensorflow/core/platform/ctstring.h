#include "tsl/platform/ctstring.h"
