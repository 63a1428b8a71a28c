/** How sigma draws relations: a line where one was recorded, dashes where the facts say it. */
import { EdgeProgram } from "sigma/rendering";
import { floatColor } from "sigma/utils";

const { UNSIGNED_BYTE, FLOAT, TRIANGLES } = WebGLRenderingContext;

const VERTEX = `
attribute vec4 a_id;
attribute vec4 a_color;
attribute vec2 a_start;
attribute vec2 a_end;
attribute float a_width;
attribute float a_dash;
attribute float a_along;
attribute float a_aside;
uniform mat3 u_matrix;
uniform vec2 u_dimensions;
varying vec4 v_color;
varying float v_along;
varying float v_aside;
varying float v_half;
varying float v_dash;
const float bias = 255.0 / 254.0;

void main() {
  // In pixels of the page: the width of a line does not grow with the zoom.
  vec2 from = (u_matrix * vec3(a_start, 1)).xy * u_dimensions / 2.0;
  vec2 to = (u_matrix * vec3(a_end, 1)).xy * u_dimensions / 2.0;
  vec2 line = to - from;
  float far = max(length(line), 0.0001);
  vec2 unit = line / far;
  v_half = a_width / 2.0;
  v_along = far * a_along;
  v_aside = a_aside * (v_half + 1.0);
  vec2 place = from + line * a_along + vec2(-unit.y, unit.x) * v_aside;
  gl_Position = vec4(place * 2.0 / u_dimensions, 0, 1);
  v_dash = a_dash;
  #ifdef PICKING_MODE
  v_color = a_id;
  #else
  v_color = a_color;
  #endif
  v_color.a *= bias;
}
`;

const FRAGMENT = `
precision highp float;
varying vec4 v_color;
varying float v_along;
varying float v_aside;
varying float v_half;
varying float v_dash;

void main(void) {
  #ifdef PICKING_MODE
  gl_FragColor = v_color;
  #else
  float shown = 1.0 - smoothstep(v_half - 0.5, v_half + 0.5, abs(v_aside));
  if (v_dash > 0.5) shown *= 1.0 - smoothstep(4.0, 5.0, mod(v_along, 8.0)) * (1.0 - smoothstep(7.0, 8.0, mod(v_along, 8.0)));
  gl_FragColor = vec4(v_color.rgb, 1.0) * v_color.a * shown;
  #endif
}
`;

export class LineProgram extends EdgeProgram {
  getDefinition() {
    return {
      VERTICES: 6,
      VERTEX_SHADER_SOURCE: VERTEX,
      FRAGMENT_SHADER_SOURCE: FRAGMENT,
      METHOD: TRIANGLES,
      UNIFORMS: ["u_matrix", "u_dimensions"],
      ATTRIBUTES: [
        { name: "a_start", size: 2, type: FLOAT },
        { name: "a_end", size: 2, type: FLOAT },
        { name: "a_width", size: 1, type: FLOAT },
        { name: "a_dash", size: 1, type: FLOAT },
        { name: "a_color", size: 4, type: UNSIGNED_BYTE, normalized: true },
        { name: "a_id", size: 4, type: UNSIGNED_BYTE, normalized: true },
      ],
      CONSTANT_ATTRIBUTES: [
        { name: "a_along", size: 1, type: FLOAT },
        { name: "a_aside", size: 1, type: FLOAT },
      ],
      CONSTANT_DATA: [
        [0, 1],
        [0, -1],
        [1, 1],
        [1, 1],
        [0, -1],
        [1, -1],
      ],
    };
  }

  processVisibleItem(index, start, source, target, { size, isDashed, color }) {
    const { array } = this;
    array[start] = source.x;
    array[start + 1] = source.y;
    array[start + 2] = target.x;
    array[start + 3] = target.y;
    array[start + 4] = size;
    array[start + 5] = isDashed ? 1 : 0;
    array[start + 6] = floatColor(color);
    array[start + 7] = index;
  }

  setUniforms({ matrix, width, height }, { gl, uniformLocations: at }) {
    gl.uniformMatrix3fv(at.u_matrix, false, matrix);
    gl.uniform2f(at.u_dimensions, width, height);
  }
}
