#include "parallel.h"

#include <atomic>
#include <condition_variable>
#include <cstdlib>
#include <mutex>
#include <thread>

namespace ebcle {
namespace {

/** As TensorFlow's own pool, whose threads rest while these work. */
int threadCount() {
  if (const char* text = std::getenv("TF_NUM_INTRAOP_THREADS")) {
    const int given = std::atoi(text);
    if (given > 0) return given;
  }
  const int processors = static_cast<int>(std::thread::hardware_concurrency());
  return processors > 0 ? processors : 1;
}

void pause() {
#if defined(__x86_64__)
  __builtin_ia32_pause();
#endif
}

struct Job {
  const std::function<void(int64_t)>* body;
  int64_t tasks;
  std::atomic<int64_t> next{0};
  std::atomic<int> helpers{0};

  void work() {
    for (int64_t i; (i = next.fetch_add(1)) < tasks;) (*body)(i);
  }
};

/** Threads that wait for a job; one job at a time. */
class Pool {
 public:
  explicit Pool(int helpers) {
    for (int i = 0; i < helpers; ++i) std::thread([this] { serve(); }).detach();
  }

  void run(Job& job) {
    {
      std::lock_guard<std::mutex> lock(mutex_);
      current_ = &job;
      ++generation_;
    }
    wake_.notify_all();
    job.work();
    {
      std::lock_guard<std::mutex> lock(mutex_);
      current_ = nullptr;
    }
    // Nobody can join any more; those who did are at their last task.
    while (job.helpers.load() > 0) pause();
  }

  std::mutex busy;

 private:
  void serve() {
    uint64_t seen = 0;
    for (;;) {
      // Kernels follow each other closely: a short watch is cheaper than sleep and wake.
      for (int i = 0; i < 1000 && generation_.load() == seen; ++i) pause();
      Job* job = nullptr;
      {
        std::unique_lock<std::mutex> lock(mutex_);
        wake_.wait(lock, [&] { return generation_.load() != seen; });
        seen = generation_.load();
        job = current_;
        if (job != nullptr) job->helpers.fetch_add(1);
      }
      if (job == nullptr) continue;
      job->work();
      job->helpers.fetch_sub(1);
    }
  }

  std::mutex mutex_;
  std::condition_variable wake_;
  std::atomic<uint64_t> generation_{0};
  Job* current_ = nullptr;
};

}  // namespace

void parallelFor(int64_t tasks, const std::function<void(int64_t)>& body) {
  // Never destroyed: its threads outlive every static object.
  static Pool* const pool = new Pool(threadCount() - 1);
  // Where two kernels run at once, the second one has the thread that it was called on.
  std::unique_lock<std::mutex> alone(pool->busy, std::defer_lock);
  if (tasks < 2 || !alone.try_lock()) {
    for (int64_t i = 0; i < tasks; ++i) body(i);
    return;
  }
  Job job{&body, tasks};
  pool->run(job);
}

}  // namespace ebcle
