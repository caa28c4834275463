import { type Html, html } from "../html.ts"

const bibtex = `@article{gowdra2021mitigating,
  author  = {Gowdra, Nidhi and Sinha, Roopak and MacDonell, Stephen and Yan, Wei Qi},
  title   = {Mitigating severe over-parameterization in deep convolutional neural networks
             through forced feature abstraction and compression with an entropy-based heuristic},
  journal = {Pattern Recognition},
  volume  = {119},
  year    = {2021},
  eprint  = {2106.14190},
  archivePrefix = {arXiv}
}

@inproceedings{he2016deep,
  author    = {He, Kaiming and Zhang, Xiangyu and Ren, Shaoqing and Sun, Jian},
  title     = {Deep Residual Learning for Image Recognition},
  booktitle = {IEEE Conference on Computer Vision and Pattern Recognition (CVPR)},
  pages     = {770--778},
  year      = {2016}
}`

/** The works that a study rests on, to read and to cite. */
export const referencesSection = (): Html => html`<section id="references" aria-labelledby="references-heading">
<h2 id="references-heading">References</h2>
<ol class="references">
<li>N. Gowdra, R. Sinha, S. MacDonell, W. Q. Yan. Mitigating severe over-parameterization in deep convolutional neural networks through forced feature abstraction and compression with an entropy-based heuristic (EBCLE). <cite>Pattern Recognition</cite> 119 (2021). <a href="https://arxiv.org/abs/2106.14190">arXiv:2106.14190</a>.</li>
<li>K. He, X. Zhang, S. Ren, J. Sun. Deep Residual Learning for Image Recognition. <cite>CVPR</cite> 2016, 770–778. <a href="https://arxiv.org/abs/1512.03385">arXiv:1512.03385</a>.</li>
</ol>
<details><summary>BibTeX</summary><pre>${bibtex}</pre></details>
</section>
`
