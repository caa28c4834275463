#pragma once

#include <cstdint>
#include <cstring>
#if defined(__AVX512F__)
#include <immintrin.h>
#endif

namespace ebcle {

/**
 * One vector register of float32, for loops that fill the registers themselves. (`Lanes` is of one width everywhere, so that
 * sums over lanes are the same everywhere; the compiler spills it where it is wider than a register.)
 */
#if defined(__AVX512F__)
constexpr int registerLanes = 16;
constexpr int registerCount = 32;
#else
constexpr int registerLanes = 8;
constexpr int registerCount = 16;
#endif
using Register = float __attribute__((vector_size(registerLanes * sizeof(float))));

inline Register loadRegister(const float* from) {
  Register lanes;
  std::memcpy(&lanes, from, sizeof lanes);
  return lanes;
}

inline void storeRegister(float* to, Register lanes) { std::memcpy(to, &lanes, sizeof lanes); }

/** The first `count` numbers, as many as there are lanes at the most; the other lanes are zero. */
inline Register loadUpTo(const float* from, int64_t count) {
  if (count >= registerLanes) return loadRegister(from);
#if defined(__AVX512F__)
  return (Register)_mm512_maskz_loadu_ps(static_cast<__mmask16>((1u << count) - 1), from);
#else
  float numbers[registerLanes] = {};
  std::memcpy(numbers, from, static_cast<size_t>(count) * sizeof(float));
  return loadRegister(numbers);
#endif
}

/** Stores the first `count` lanes, all of them at the most. */
inline void storeUpTo(float* to, Register lanes, int64_t count) {
  if (count >= registerLanes) {
    storeRegister(to, lanes);
    return;
  }
#if defined(__AVX512F__)
  _mm512_mask_storeu_ps(to, static_cast<__mmask16>((1u << count) - 1), (__m512)lanes);
#else
  float numbers[registerLanes];
  storeRegister(numbers, lanes);
  std::memcpy(to, numbers, static_cast<size_t>(count) * sizeof(float));
#endif
}

}  // namespace ebcle
