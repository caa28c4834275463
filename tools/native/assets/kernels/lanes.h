#pragma once

#include <cstdint>
#include <cstring>
#if defined(__AVX512F__)
#include <immintrin.h>
#endif

namespace ebcle {

/** Numbers that are worked on at once: a vector register of AVX-512, several registers elsewhere. */
constexpr int laneCount = 16;
using Lanes = float __attribute__((vector_size(64)));

/** The upper half of a float32. */
struct bfloat16 {
  uint16_t bits;
};

using HalfBits = uint16_t __attribute__((vector_size(32)));
using Bits = uint32_t __attribute__((vector_size(64)));

inline Lanes broadcast(float value) { return value - Lanes{}; }

inline Lanes load(const float* from) {
  Lanes lanes;
  std::memcpy(&lanes, from, sizeof lanes);
  return lanes;
}

inline Lanes load(const bfloat16* from) {
  HalfBits half;
  std::memcpy(&half, from, sizeof half);
  return (Lanes)(__builtin_convertvector(half, Bits) << 16);
}

inline void store(float* to, Lanes lanes) { std::memcpy(to, &lanes, sizeof lanes); }

/** Rounds to nearest, ties to even. */
inline void store(bfloat16* to, Lanes lanes) {
#if defined(__AVX512BF16__)
  const __m256bh half = _mm512_cvtneps_pbh((__m512)lanes);
  std::memcpy(to, &half, sizeof half);
#else
  const Bits bits = (Bits)lanes;
  const Bits rounded = (bits + 0x7fffu + ((bits >> 16) & 1u)) >> 16;
  const Bits notANumber = (Bits)(lanes != lanes);
  const HalfBits half =
      __builtin_convertvector((rounded & ~notANumber) | (((bits >> 16) | 0x40u) & notANumber), HalfBits);
  std::memcpy(to, &half, sizeof half);
#endif
}

/** The first `count` numbers; the other lanes are zero. */
template <typename T>
Lanes loadSome(const T* from, int64_t count) {
  T numbers[laneCount] = {};
  std::memcpy(numbers, from, static_cast<size_t>(count) * sizeof(T));
  return load(numbers);
}

/** Stores the first `count` lanes. */
template <typename T>
void storeSome(T* to, Lanes lanes, int64_t count) {
  T numbers[laneCount];
  store(numbers, lanes);
  std::memcpy(to, numbers, static_cast<size_t>(count) * sizeof(T));
}

#if defined(__AVX512F__)
inline __mmask16 firstLanes(int64_t count) { return static_cast<__mmask16>((1u << count) - 1); }

inline Lanes loadSome(const float* from, int64_t count) { return (Lanes)_mm512_maskz_loadu_ps(firstLanes(count), from); }

inline void storeSome(float* to, Lanes lanes, int64_t count) {
  _mm512_mask_storeu_ps(to, firstLanes(count), (__m512)lanes);
}
#endif

inline float toFloat(float value) { return value; }

inline float toFloat(bfloat16 value) {
  const uint32_t bits = static_cast<uint32_t>(value.bits) << 16;
  float result;
  std::memcpy(&result, &bits, sizeof result);
  return result;
}

/** `yes` where the mask is set. */
inline Lanes select(Bits mask, Lanes yes, Lanes no) { return (Lanes)(((Bits)yes & mask) | ((Bits)no & ~mask)); }

/** e^x to 2 units in the last place, for -87 <= x <= 88; clamped outside. Cody and Waite's reduction, Taylor's polynomial. */
inline Lanes exponential(Lanes x) {
  const Lanes most = broadcast(88.0f), least = broadcast(-87.0f);
  x = select((Bits)(x > most), most, x);
  x = select((Bits)(x < least), least, x);
  // Adding 1.5 · 2^23 rounds to a whole number, which the lower bits then hold.
  const Lanes magic = broadcast(12582912.0f);
  const Lanes shifted = x * 1.44269504088896341f + magic;
  const Lanes n = shifted - magic;
  const Lanes r = (x - n * 0.693359375f) + n * 2.12194440e-4f;
  Lanes p = broadcast(1.0f / 5040);
  p = p * r + 1.0f / 720;
  p = p * r + 1.0f / 120;
  p = p * r + 1.0f / 24;
  p = p * r + 1.0f / 6;
  p = p * r + 0.5f;
  p = p * r + 1.0f;
  p = p * r + 1.0f;
  const Bits exponent = ((Bits)shifted - (Bits)magic) << 23;
  return (Lanes)((Bits)p + exponent);
}

/** 1 / (1 + e^-x). */
inline Lanes sigmoid(Lanes x) { return 1.0f / (1.0f + exponential(-x)); }

}  // namespace ebcle
