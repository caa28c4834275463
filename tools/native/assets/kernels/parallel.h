#pragma once

#include <cstdint>
#include <functional>

namespace ebcle {

/**
 * Calls body(i) for i = 0 .. tasks - 1 on all processors, in any order, and returns when every call has returned.
 *
 * The number of threads must not show in a result: whoever sums over tasks adds their parts in the order of the tasks.
 */
void parallelFor(int64_t tasks, const std::function<void(int64_t)>& body);

}  // namespace ebcle
